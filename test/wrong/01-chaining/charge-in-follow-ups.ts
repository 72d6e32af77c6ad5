// Charges in followUps, which only says what comes next: what is done there belongs to no job.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "charges the order once in calm weather";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform(_args: { orderId: number }, _job, _shop: Shop) {},
  async followUps({ orderId }, _job, shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
    const first = await shop.orders.of(order.customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
