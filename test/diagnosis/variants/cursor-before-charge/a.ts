// Saves the cursor first, one order at a time.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("pay", async (step) => {
      for (;;) {
        const order = await shop.orders.pending({ day }).after(step.cursor).first();
        if (!order) return;
        await step.set(order.id);
        await shop.payments.charge(order, { key: `order-${order.id}` });
      }
    });
  },
});
