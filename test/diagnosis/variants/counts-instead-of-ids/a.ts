// Counts in a variable of its own and looks up ids after the count.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", { start: 0 }, async (step) => {
      let count = step.cursor;
      for (const order of await shop.orders.pending({ day }).after(count).toArray()) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        count += 1;
        await step.set(count);
      }
    });
  },
});
