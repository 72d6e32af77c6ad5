// Lets the review request follow the charge instead of the receipt: it asks about a receipt that may never have come.
import { defineJob, jobRequest, minutes } from "#jobs";
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
    const always = [jobRequest(sendReceipt, { orderId }), jobRequest(askForReview, { orderId }, { wait: minutes(5) })];
    return first?.id === orderId ? [...always, jobRequest(noteForWarehouse, { orderId })] : always;
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
});
