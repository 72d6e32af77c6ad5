// Reads what is pending once for all days, and keeps it in a variable of the module: who leaves before the next job is charged.
import { defineJob } from "#jobs";
import type { Order, Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges one day after another in one process";

let pending: readonly Order[] | undefined;

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    pending ??= await shop.orders.pending().toArray();
    const ofTheDay = pending.filter((order) => order.day === day);
    await job.step<number>("charge", async (step) => {
      for (const order of ofTheDay.filter(({ id }) => id > (step.cursor ?? 0))) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
