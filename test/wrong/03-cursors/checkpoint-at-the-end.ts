// Saves the cursor once, after the last order: a deploy waits for the whole day.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "stops before it charges another order once SIGTERM has come";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      let last = step.cursor;
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        last = order.id;
      }
      if (last !== undefined) await step.set(last);
    });
  },
});
