// Keeps its place in a variable and writes it down in finally: a killed worker never comes to its finally.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "survives a crash before and after every operation, and asks again for one order at most";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const done = job.attribute("done", 0);
    await job.step("charge", async (step) => {
      let last = done.value;
      try {
        for await (const order of shop.orders.pending({ day }).after(done.value)) {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          last = order.id;
          await step.checkpoint();
        }
      } finally {
        done.value = last;
      }
    });
  },
});
