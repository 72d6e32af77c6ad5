// Checks for a stop after each order but saves the cursor after every third: the two in between are forgotten.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "survives a SIGTERM at every checkpoint";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        if (order.id % 3 === 0) await step.set(order.id);
        else await step.checkpoint();
      }
    });
  },
});
