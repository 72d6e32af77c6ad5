// Saves the minute alone, and begins after it: the other orders of that minute are passed over.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on between two market orders of the same minute";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<{ placedAt: string }>("book", async (step) => {
      for await (const order of shop.marketplace.orders().after(step.cursor)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ placedAt: order.placedAt });
      }
    });
  },
});
