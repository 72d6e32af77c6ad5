// Keeps the list of a day in a variable of the module, to read it once: the next job of that day does not hear of new orders.
import { defineJob } from "#jobs";
import type { Order, Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges nobody twice when a day is enqueued twice";

const lists = new Map<string, readonly Order[]>();

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    const orders = lists.get(day) ?? (await shop.orders.pending({ day }).toArray());
    lists.set(day, orders);
    await job.step<number>("charge", async (step) => {
      for (const order of orders.filter(({ id }) => id > (step.cursor ?? 0))) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});
