// Saves the place of the market order that is next in the list: one that is placed before it meanwhile is passed over.
import { defineJob } from "#jobs";
import type { MarketOrder, MarketPosition, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<MarketPosition>("book", async (step) => {
      let due: MarketOrder | undefined;
      for await (const next of shop.marketplace.orders().from(step.cursor)) {
        if (due) {
          await shop.marketplace.book(due, { key: `book:${due.reference}` });
          await step.set({ placedAt: next.placedAt, reference: next.reference });
        }
        due = next;
      }
      if (due) await shop.marketplace.book(due, { key: `book:${due.reference}` });
    });
  },
});
