// Saves the ids of the list at the start and works them off: a list that is saved does not hear of what comes and goes.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over nobody, and charges nobody who has left, when rows come and go while it is stopped";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<readonly number[]>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).toArray();
      let left = step.cursor ?? orders.map(({ id }) => id);
      while (left.length > 0) {
        const [id, ...others] = left as [number, ...number[]];
        await shop.payments.charge(await shop.orders.find(id), { key: `charge:${id}` });
        await step.set(others);
        left = others;
      }
    });
  },
});
