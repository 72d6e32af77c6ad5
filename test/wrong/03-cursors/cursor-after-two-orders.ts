// Charges two orders between checkpoints: a crash repeats both.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "survives a crash before and after every operation, and asks again for one order at most";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      let open = 0;
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        open = (open + 1) % 2;
        if (open === 0 || job.signal.aborted) await step.set(order.id);
      }
    });
  },
});
