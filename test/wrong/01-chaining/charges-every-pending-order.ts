// Charges every pending order that it finds, not the one that its arguments name.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges the order once in calm weather";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform(_args: { orderId: number }, _job, shop: Shop) {
    for await (const order of shop.orders.pending()) {
      await shop.payments.charge(order, { key: `charge:${order.id}` });
    }
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
