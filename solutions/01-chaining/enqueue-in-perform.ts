// Another right answer: the last lines of perform enqueue what follows. Each needs a key, since they may run again.
import { defineJob, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse } from "./exercise.ts";

export { askForReview, noteForWarehouse };

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    await job.enqueue(sendReceipt, { orderId }, { key: `receipt:${orderId}` });
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id !== orderId) return;
    await job.enqueue(noteForWarehouse, { orderId }, { key: `warehouse-note:${orderId}` });
  },
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const { email } = await shop.customers.find(order.customerId);
    await shop.mailer.deliver({ template: "receipt", about: orderId, to: email }, { key: `receipt:${orderId}` });
    await job.enqueue(askForReview, { orderId }, { key: `review-request:${orderId}`, wait: minutes(5) });
  },
});
