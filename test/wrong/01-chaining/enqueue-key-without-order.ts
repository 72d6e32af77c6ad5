// Gives every receipt job the same key: the queue takes the second one for the first.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "keeps orders apart, one after another and side by side";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    await job.enqueue(sendReceipt, { orderId }, { key: "receipt" });
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id === orderId) await job.enqueue(noteForWarehouse, { orderId }, { key: "warehouse-note" });
  },
});
