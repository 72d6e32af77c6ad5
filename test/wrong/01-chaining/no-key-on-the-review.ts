// Sends no key with the review request, since "it is only a mail": a crash sends it twice.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { noteForWarehouse };

export const caughtBy = "survives a crash before and after every operation of all four jobs";

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
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});

export const askForReview = defineJob({
  name: "ask_for_review",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "review-request", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail);
  },
});
