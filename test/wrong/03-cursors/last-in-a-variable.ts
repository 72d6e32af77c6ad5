// Keeps the last id in a variable of the module as well, "in case there is no cursor": the next job begins behind it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges one day after another in one process";

let last: number | undefined;

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor ?? last)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        last = order.id;
        await step.set(order.id);
      }
    });
  },
});
