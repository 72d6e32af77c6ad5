// Sends no idempotency key: the bank cannot know that it has seen the request before.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges nobody twice when the worker is killed right after a charge";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order);
        await step.set(order.id);
      }
    });
  },
});
