// Begins with the last one done, from a list that is read at once.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", { start: 0 }, async (step) => {
      const orders = await shop.orders.pending({ day }).toArray();
      for (const order of orders.filter(({ id }) => id >= step.cursor)) {
        await shop.payments.charge(order, { key: `charge ${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
