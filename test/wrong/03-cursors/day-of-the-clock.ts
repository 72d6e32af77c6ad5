// Asks the clock which day it is: the job was given another one, and may run after midnight.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges one day after another in one process";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform(_args: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const today = new Date().toISOString().slice(0, 10);
      for await (const order of shop.orders.pending({ day: today }).after(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
