// Counts tries in a table by order, and skips after two.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const tries = job.attribute<Record<string, number>>("tries", {});
    await job.step("charge", { start: 0 }, async (step) => {
      for (const order of await shop.orders.pending({ day }).from(step.cursor).toArray()) {
        const count = (tries.value[order.id] ?? 0) + 1;
        tries.value = { ...tries.value, [order.id]: count };
        await step.set(step.cursor);
        if (count <= 2) await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.advance({ from: order.id });
      }
    });
  },
});
