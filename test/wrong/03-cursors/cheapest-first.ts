// Charges the cheapest first, and goes on after an id: those before it in the one order are not those in the other.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges every pending order once in calm weather";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).after(step.cursor).toArray();
      for (const order of orders.toSorted((a, b) => a.totalCents - b.totalCents)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
