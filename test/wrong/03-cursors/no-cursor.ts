// Makes checkpoints but keeps no cursor: each execution begins with the first order.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after a SIGTERM where it stopped";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", async (step) => {
      for await (const order of shop.orders.pending({ day })) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.checkpoint();
      }
    });
  },
});
