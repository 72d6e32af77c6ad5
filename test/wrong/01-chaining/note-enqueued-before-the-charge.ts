// Enqueues the note before the charge, since the warehouse has much to prepare: it comes for a declined card, too.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "lets nothing follow when the card is declined";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id === orderId) await job.enqueue(noteForWarehouse, { orderId }, { key: `note:${orderId}` });
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId })],
});
