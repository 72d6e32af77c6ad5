// Saves the cursor when a minute is over, or when SIGTERM has come: a crash repeats all that was booked in the minute.
import { defineJob } from "#jobs";
import type { MarketOrder, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books each market order once, however often it is enqueued, killed and stopped";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      let last: MarketOrder | undefined;
      for await (const order of shop.marketplace.orders().after(step.cursor)) {
        if (last && (last.placedAt !== order.placedAt || job.signal.aborted)) {
          await step.set({ placedAt: last.placedAt, reference: last.reference });
        }
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        last = order;
      }
    });
  },
});
