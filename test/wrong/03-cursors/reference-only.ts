// Saves the reference alone, although the list is sorted by the minute first: later minutes have lower references.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on between two market orders of the same minute";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<string>("book", async (step) => {
      const begin = step.cursor;
      for await (const order of shop.marketplace.orders()) {
        if (begin !== undefined && order.reference <= begin) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set(order.reference);
      }
    });
  },
});
