// Charges all orders side by side: requests overtake one another, and at the first checkpoint everything is under way.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges every pending order once in calm weather";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).after(step.cursor).toArray();
      await Promise.all(orders.map((order) => shop.payments.charge(order, { key: `charge:${order.id}` })));
      for (const order of orders) await step.set(order.id);
    });
  },
});
