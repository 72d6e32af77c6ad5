// Gives the wait in minutes, and the engine counts in milliseconds.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse };

export const caughtBy = "asks for a review five minutes after the receipt";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: 5 })],
});
