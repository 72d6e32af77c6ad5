// Sorts the ids as text, where "100" comes before "7": the first order is not the one with the lowest id.
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
    const orders = await shop.orders.of(customerId).toArray();
    const [first] = orders.map(({ id }) => `${id}`).toSorted();
    const receipt = jobRequest(sendReceipt, { orderId });
    return first === `${orderId}` ? [receipt, jobRequest(noteForWarehouse, { orderId })] : [receipt];
  },
});
