// Compares the rows and not their ids: the same order read twice is two objects, so no order is ever the first.
import { defineJob, jobRequest } from "#jobs";
import type { Shop } from "#shop";
import { askForReview, noteForWarehouse, sendReceipt } from "../../../solutions/01-chaining/exercise.ts";

export { askForReview, noteForWarehouse, sendReceipt };

export const caughtBy = "writes to the warehouse about a customer's first order, and about no later one";

export const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    const order = await shop.orders.find(orderId);
    await shop.payments.charge(order, { key: `charge:${orderId}` });
  },
  async followUps({ orderId }, _job, shop) {
    const order = await shop.orders.find(orderId);
    const first = await shop.orders.of(order.customerId).first();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first === order ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
