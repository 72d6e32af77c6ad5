// Forgets to await the charge: the cursor is saved while the charge is still under way.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges every pending order once in calm weather";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        // oxlint-disable-next-line typescript/no-floating-promises -- the mistake itself
        shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
