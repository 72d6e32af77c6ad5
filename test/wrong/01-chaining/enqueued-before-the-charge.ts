// Enqueues what follows before the charge, "so that it is not forgotten": the receipt is out when nothing has been charged.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges once and enqueues one receipt, wherever the worker is killed";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const first = await shop.orders.of(order.customerId).first();
    await job.enqueue(sendReceipt, { orderId }, { key: `receipt:${orderId}` });
    if (first?.id === orderId) await job.enqueue(noteForWarehouse, { orderId }, { key: `note:${orderId}` });
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
});
