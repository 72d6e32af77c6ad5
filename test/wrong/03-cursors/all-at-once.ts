// Charges all orders side by side: when the first checkpoint comes, everything is under way.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on after a SIGTERM where it stopped";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).after(step.cursor).toArray();
      await Promise.all(orders.map((order) => shop.payments.charge(order, { key: `charge:${order.id}` })));
      for (const order of orders) await step.set(order.id);
    });
  },
});
