// Starts all charges, and awaits them one after another.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).after(step.cursor).toArray();
      const charges = orders.map((order) => shop.payments.charge(order, { key: `charge:${order.id}` }));
      for (const [index, order] of orders.entries()) {
        await charges[index];
        await step.set(order.id);
      }
    });
  },
});
