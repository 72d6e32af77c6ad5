// Writes the customer's name into the receipt where the address belongs: both are strings, and no type tells them apart.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, chargeOrder, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, chargeOrder, noteForWarehouse };

export const caughtBy = "mails a receipt when the order has been charged";

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const { name } = await shop.customers.find(order.customerId);
    await shop.mailer.deliver({ template: "receipt", about: orderId, to: name }, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});
