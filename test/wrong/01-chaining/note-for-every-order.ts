// Lets the note follow every charge: the warehouse hears of customers that it has known for long.
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
  followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId }), jobRequest(noteForWarehouse, { orderId })],
});
