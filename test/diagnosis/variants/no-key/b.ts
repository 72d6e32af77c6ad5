// Charges without a key; the cursor names the next id, in an object.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("bill", { start: { next: 0 } }, async (step) => {
      for (const order of await shop.orders.pending({ day }).from(step.cursor.next).toArray()) {
        await shop.payments.charge(order);
        await step.set({ next: order.id + 1 });
      }
    });
  },
});
