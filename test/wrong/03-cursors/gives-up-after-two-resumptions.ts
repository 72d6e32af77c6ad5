// Gives up when it has been resumed twice, so that a bad day does not last for ever: three deploys, and the rest is lost.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      if (job.resumptions >= 2) return;
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
