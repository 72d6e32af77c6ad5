// Changes the key after a few executions, "in case the bank has it stuck": the bank takes it for a new charge.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        const suffix = job.executions > 3 ? ":again" : "";
        await shop.payments.charge(order, { key: `charge:${order.id}${suffix}` });
        await step.set(order.id);
      }
    });
  },
});
