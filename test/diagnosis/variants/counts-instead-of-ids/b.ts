// Advances from what the cursor was, and takes it for the id of the next order.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../../solutions/03-cursors/exercise.ts";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", { start: 1 }, async (step) => {
      for await (const order of shop.orders.pending({ day }).from(step.cursor)) {
        await shop.payments.charge(order, { key: `charge/${order.id}` });
        await step.advance();
      }
    });
  },
});
