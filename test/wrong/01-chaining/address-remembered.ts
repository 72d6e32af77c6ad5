// Remembers the customer in a variable of the module, "to read less": the next job in this process mails the one before.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Customer, Shop } from "#shop";
import { askForReview, chargeOrder, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, noteForWarehouse };

export const caughtBy = "keeps orders apart, one after another and side by side";

let customer: Customer | undefined;

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    customer ??= await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});
