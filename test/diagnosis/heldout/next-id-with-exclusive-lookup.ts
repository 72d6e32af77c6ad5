// Saves id + 1 in an object and looks up after it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<{ next: number }>("charge", async (step) => {
      for (const order of await shop.orders.pending({ day }).after(step.cursor?.next).toArray()) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set({ next: order.id + 1 });
      }
    });
  },
});
