// Saves a cursor and never reads it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      let last: number | undefined;
      for (;;) {
        const order = await shop.orders.pending({ day }).after(last).first();
        if (!order) break;
        await shop.payments.charge(order, { key: `charge-${order.id}` });
        last = order.id;
        await step.set(last);
      }
    });
  },
});
