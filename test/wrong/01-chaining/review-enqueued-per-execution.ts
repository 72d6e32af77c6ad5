// Enqueues the review with a key for each execution: a killed worker leaves two jobs, and the key of the mail hides it.
import { defineJob, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, noteForWarehouse };

export const caughtBy = "survives a crash before and after every operation of all four jobs";

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
    const key = `review:${orderId}:${job.executions}`;
    await job.enqueue(askForReview, { orderId }, { key, wait: minutes(5) });
  },
});
