// Reads the whole list and makes checkpoints without a cursor.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge everything", async (step) => {
      for (const order of await shop.orders.pending({ day }).toArray()) {
        await shop.payments.charge(order, { key: `pay:${order.id}` });
        await step.checkpoint();
      }
    });
  },
});
