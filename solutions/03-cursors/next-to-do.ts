// Another right answer: the cursor names the next id to do, and the lookup is inclusive, as the idiom of Rails is.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", { start: 0 }, async (step) => {
      for await (const order of shop.orders.pending({ day }).from(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.advance({ from: order.id });
      }
    });
  },
});
