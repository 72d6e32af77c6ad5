// Calls jobRequest in perform and takes it for enqueueing: it only describes a job, and nobody hands it to the queue.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "mails a receipt when the order has been charged";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    jobRequest(sendReceipt, { orderId });
    const first = await shop.orders.of(order.customerId).first();
    if (first?.id === orderId) jobRequest(noteForWarehouse, { orderId });
  },
});
