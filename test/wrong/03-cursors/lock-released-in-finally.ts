// Takes a lock and gives it back in finally: a killed worker leaves it locked, and the next one takes the job for busy.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges nobody twice when the worker is killed right after a charge";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const locked = job.attribute("locked", false);
    await job.step<number>("charge", async (step) => {
      if (locked.value) return;
      locked.value = true;
      try {
        await step.set(step.cursor ?? 0);
        for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          await step.set(order.id);
        }
      } finally {
        locked.value = false;
      }
    });
  },
});
