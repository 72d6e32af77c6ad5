// Lets the note follow the receipt instead of the charge: a refused mail keeps the warehouse waiting.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse };

export const caughtBy = "keeps what has happened when a mail is refused, and only that mail's job fails";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId })],
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const review = jobRequest(askForReview, { orderId }, { wait: minutes(5) });
    return first?.id === orderId ? [review, jobRequest(noteForWarehouse, { orderId })] : [review];
  },
});
