// Saves the key of the request under way, and takes it out again when it uses it: a second crash finds none.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs, wherever they strike";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const underWay = job.attribute<{ id: number; key: string } | null>("under way", null);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        const saved = underWay.value?.id === order.id ? underWay.value : undefined;
        const key = saved?.key ?? `charge:${order.id}:${job.executions}`;
        underWay.value = saved ? null : { id: order.id, key };
        await step.set(step.cursor ?? 0);
        await shop.payments.charge(order, { key });
        await step.set(order.id);
      }
    });
  },
});
