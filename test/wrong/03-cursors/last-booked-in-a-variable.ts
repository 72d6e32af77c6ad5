// Keeps the last place in a variable of the module as well: the next job begins behind it, whatever was placed before it.
import { defineJob } from "#jobs";
import type { MarketPosition, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books each market order once, however often it is enqueued, killed and stopped";

let last: MarketPosition | undefined;

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<MarketPosition>("book", async (step) => {
      for await (const order of shop.marketplace.orders().after(step.cursor ?? last)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        last = { placedAt: order.placedAt, reference: order.reference };
        await step.set(last);
      }
    });
  },
});
