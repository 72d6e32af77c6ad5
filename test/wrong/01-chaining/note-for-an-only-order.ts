// Takes "first" for "only": once the customer has ordered again, the first order gets no note any more.
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
    const { customerId } = await shop.orders.find(orderId);
    const count = await shop.orders.of(customerId).count();
    const receipt = jobRequest(sendReceipt, { orderId });
    return count === 1 ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
