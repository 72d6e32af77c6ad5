// Builds the key from the job's id: a second job over the same list books everything again.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books each market order once, however often it is enqueued, killed and stopped";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      for await (const order of shop.marketplace.orders().after(step.cursor)) {
        await shop.marketplace.book(order, { key: `book:${job.id}:${order.reference}` });
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
