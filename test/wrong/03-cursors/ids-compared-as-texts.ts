// Saves the id as a text and compares texts: 10 comes before 9, and counts as done.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after a SIGTERM where it stopped";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<string>("charge", async (step) => {
      const last = step.cursor;
      for await (const order of shop.orders.pending({ day })) {
        if (last !== undefined && `${order.id}` <= last) continue;
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(`${order.id}`);
      }
    });
  },
});
