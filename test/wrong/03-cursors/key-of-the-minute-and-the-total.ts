// Makes the key of the minute and the total: two orders of a minute that cost the same are one booking.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books every market order once in calm weather, in the order of the list";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      for await (const order of shop.marketplace.orders().after(step.cursor)) {
        await shop.marketplace.book(order, { key: `book:${order.placedAt}:${order.totalCents}` });
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
