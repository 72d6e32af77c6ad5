// Builds the key from the execution before, whose request it may repeat: right after one crash, a new key after the second.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const before = Math.max(1, job.executions - 1);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}:${before}` });
        await step.set(order.id);
      }
    });
  },
});
