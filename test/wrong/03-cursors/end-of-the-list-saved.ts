// Saves up to which id there were orders when it began: what is placed while it is stopped lies behind the end.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over nobody, and charges nobody who has left, when rows come and go while it is stopped";

type Place = { readonly id: number; readonly end: number };

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<Place>("charge", async (step) => {
      const end = step.cursor?.end ?? (await shop.orders.pending({ day }).toArray()).at(-1)?.id ?? 0;
      for await (const order of shop.orders.pending({ day }).after(step.cursor?.id)) {
        if (order.id > end) break;
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set({ id: order.id, end });
      }
    });
  },
});
