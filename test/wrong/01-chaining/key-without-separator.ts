// Writes two ids side by side into the key: customer 5 with order 55 is customer 55 with order 5.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "keeps orders apart, one after another and side by side";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${order.customerId}${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const { customerId } = await shop.orders.find(orderId);
    const first = await shop.orders.of(customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first?.id === orderId ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
