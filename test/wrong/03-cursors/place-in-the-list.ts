// Keeps the place in the list of pending orders: it moves when the list shrinks.
import { defineJob } from "#jobs";
import type { Order, Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "keeps the id of an order as its place, not how many it has charged, nor a list of them";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const orders = await shop.orders.pending({ day }).toArray();
      for (let place = step.cursor ?? 0; place < orders.length; place += 1) {
        const order = orders[place] as Order;
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(place + 1);
      }
    });
  },
});
