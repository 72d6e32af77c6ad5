// Counts the wait in hours: the review request comes when the customer has forgotten the order.
import { defineJob, hours, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, noteForWarehouse };

export const caughtBy = "asks for a review five minutes after the receipt";

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: hours(5) })],
});
