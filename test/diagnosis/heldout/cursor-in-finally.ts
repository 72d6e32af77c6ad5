// Collects the ids that are done and keeps them in finally.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const charged = job.attribute<number[]>("charged", []);
    await job.step("charge", async (step) => {
      const ids = [...charged.value];
      try {
        for await (const order of shop.orders.pending({ day })) {
          if (ids.includes(order.id)) continue;
          await shop.payments.charge(order, { key: `charge:${order.id}` });
          ids.push(order.id);
          await step.checkpoint();
        }
      } finally {
        charged.value = ids;
      }
    });
  },
});
