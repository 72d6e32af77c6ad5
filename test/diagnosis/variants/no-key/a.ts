// Charges without a key, one order at a time.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const next = () => shop.orders.pending({ day }).after(step.cursor).first();
      for (let order = await next(); order; order = await next()) {
        await shop.payments.charge(order, {});
        await step.set(order.id);
      }
    });
  },
});
