// Enqueues what follows in finally, which runs after a declined card as well.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "lets nothing follow when the card is declined";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const first = await shop.orders.of(order.customerId).first();
    try {
      await shop.payments.charge(order, { key: `charge:${orderId}` });
    } finally {
      await job.enqueue(sendReceipt, { orderId }, { key: `receipt:${orderId}` });
      if (first?.id === orderId) await job.enqueue(noteForWarehouse, { orderId }, { key: `note:${orderId}` });
    }
  },
});
