// Looks up the order that the cursor names, to go on after it: that row need not be there any more.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "keeps the id of an order as its place, not how many it has charged, nor a list of them";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const last = step.cursor === undefined ? undefined : await shop.orders.find(step.cursor);
      for await (const order of shop.orders.pending({ day }).after(last?.id)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
