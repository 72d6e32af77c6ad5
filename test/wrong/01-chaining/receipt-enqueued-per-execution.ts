// Enqueues the receipt with a key for each execution: a killed worker leaves two jobs, and the key of the mail hides it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges once and enqueues one receipt, wherever the worker is killed";

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
