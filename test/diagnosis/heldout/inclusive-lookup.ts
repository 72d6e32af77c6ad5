// Begins one before the cursor, to be on the safe side.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const from = step.cursor === undefined ? undefined : step.cursor - 1;
      for await (const order of shop.orders.pending({ day }).after(from)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
