// Charges without a key, and keeps its place in an attribute.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const last = job.attribute("last", 0);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(last.value)) {
        await shop.payments.charge(order);
        last.value = order.id;
        await step.set(order.id);
      }
    });
  },
});
