// Makes no checkpoint at all: the end of the step is the first one.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", async () => {
      for await (const order of shop.orders.pending({ day })) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
      }
    });
  },
});
