// Skips what is below the cursor, and not the cursor itself.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<{ done: number }>("charge", async (step) => {
      const begin = step.cursor?.done ?? 0;
      for await (const order of shop.orders.pending({ day })) {
        if (order.id < begin) continue;
        await shop.payments.charge(order, { key: `c${order.id}` });
        await step.set({ done: order.id });
      }
    });
  },
});
