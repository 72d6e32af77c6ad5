// Enqueues the receipt with a key for each execution, and mails it with a key for each job: two jobs, two receipts.
import { defineJob, jobRequest, minutes } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse };

export const caughtBy = "survives a crash before and after every operation";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    await job.enqueue(sendReceipt, { orderId }, { key: `receipt:${orderId}:${job.executions}` });
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id === orderId) await job.enqueue(noteForWarehouse, { orderId }, { key: `note:${orderId}` });
  },
});

export const sendReceipt = defineJob({
  name: "send_receipt",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const customer = await shop.customers.find(order.customerId);
    const mail = { template: "receipt", about: orderId, to: customer.email };
    await shop.mailer.deliver(mail, { key: `receipt:${job.id}` });
  },
  followUps: ({ orderId }) => [jobRequest(askForReview, { orderId }, { wait: minutes(5) })],
});
