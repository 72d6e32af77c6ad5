// Keeps the ids of all that is done in an attribute, beside the cursor: it grows, and is saved each time.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "keeps the id of an order as its place, not how many it has charged, nor a list of them";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const done = job.attribute<readonly number[]>("done", []);
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day })) {
        if (done.value.includes(order.id)) continue;
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        done.value = [...done.value, order.id];
        await step.set(order.id);
      }
    });
  },
});
