// Writes a dash for each sign in the key, so that it looks tidy: B:10 and B-10 are two orders with one key.
import { defineJob } from "#jobs";
import type { MarketPosition, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books every market order once in calm weather, in the order of the list";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<MarketPosition>("book", async (step) => {
      for await (const { placedAt, reference, totalCents } of shop.marketplace.orders().after(step.cursor)) {
        const key = `book-${reference.replaceAll(/[^0-9A-Za-z]/g, "-")}`;
        await shop.marketplace.book({ reference, totalCents }, { key });
        await step.set({ placedAt, reference });
      }
    });
  },
});
