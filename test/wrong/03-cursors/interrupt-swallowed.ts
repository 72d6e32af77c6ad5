// One catch for each order, so that a bad card does not end the day: it catches the Interrupt as well.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "stops before it charges another order once SIGTERM has come";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        try {
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          await step.set(order.id);
        } catch {
          // Logged, and on to the next order.
        }
      }
    });
  },
});
