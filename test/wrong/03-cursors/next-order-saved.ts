// Saves the id of the order that is next in the list: one that is placed before it while the job is stopped is passed over.
import { defineJob } from "#jobs";
import type { Order, Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over nobody, and charges nobody who has left, when rows come and go while it is stopped";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      let due: Order | undefined;
      for await (const next of shop.orders.pending({ day }).from(step.cursor)) {
        if (due) {
          await shop.payments.charge(due, { key: `charge:${due.id}` });
          await step.set(next.id);
        }
        due = next;
      }
      if (due) await shop.payments.charge(due, { key: `charge:${due.id}` });
    });
  },
});
