// A tag for each execution in front of the key.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const tag = `${job.id}-${job.executions}`;
    await job.step<number>("charge", async (step) => {
      const next = () => shop.orders.pending({ day }).after(step.cursor).first();
      for (let order = await next(); order; order = await next()) {
        await shop.payments.charge(order, { key: `${tag}-${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
