// Builds the key from the execution: the second execution asks with a new key.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges nobody twice when the worker is killed right after a charge";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}:${job.executions}` });
        await step.set(order.id);
      }
    });
  },
});
