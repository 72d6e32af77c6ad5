// Takes an order that was begun three times for poison and skips it: two crashes before the charge, and it is lost.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const begun = job.attribute("begun", 0);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        begun.value += 1;
        await step.set(step.cursor ?? 0);
        if (begun.value < 3) await shop.payments.charge(order, { key: `charge:${order.id}` });
        begun.value = 0;
        await step.set(order.id);
      }
    });
  },
});
