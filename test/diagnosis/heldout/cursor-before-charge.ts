// Saves through an attribute before the charge.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const done = job.attribute("done", 0);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(done.value)) {
        done.value = order.id;
        await step.set(order.id);
        await shop.payments.charge(order, { key: `x:${order.id}` });
      }
    });
  },
});
