// Charges the pending orders of a day, one by one, and goes on after the last one that was done.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        // A crash between these two lines repeats the charge; the key makes the bank answer instead of charging again.
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
