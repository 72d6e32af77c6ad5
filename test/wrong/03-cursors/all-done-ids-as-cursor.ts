// Saves the ids of all orders that are charged: the cursor grows with every order, and so does the write at each checkpoint.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "keeps the id of an order as its place, not how many it has charged, nor a list of them";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<readonly number[]>("charge", { start: [] }, async (step) => {
      for await (const order of shop.orders.pending({ day })) {
        if (step.cursor.includes(order.id)) continue;
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set([...step.cursor, order.id]);
      }
    });
  },
});
