// Saves the row of the next order, to go on with it: by then that order may be cancelled.
import { defineJob } from "#jobs";
import type { Order as Row, Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over nobody, and charges nobody who has left, when rows come and go while it is stopped";

// A type, so that it is a cursor.
type Order = Pick<Row, keyof Row>;

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<Order | "end">("charge", async (step) => {
      let order = step.cursor ?? (await shop.orders.pending({ day }).first());
      while (order && order !== "end") {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        const next: Order | undefined = await shop.orders.pending({ day }).after(order.id).first();
        await step.set(next ? { ...next } : "end");
        order = next;
      }
    });
  },
});
