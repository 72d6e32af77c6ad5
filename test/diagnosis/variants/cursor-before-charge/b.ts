// Moves on to the next id before the charge, from a list that is read at once.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", { start: 0 }, async (step) => {
      const orders = await shop.orders.pending({ day }).from(step.cursor).toArray();
      for (const order of orders) {
        await step.advance({ from: order.id });
        await shop.payments.charge(order, { key: `${day}/${order.id}` });
      }
    });
  },
});
