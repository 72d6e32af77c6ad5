// Books without an idempotency key: the marketplace cannot know that it has seen the request before.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books each market order once, however often it is enqueued, killed and stopped";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      for await (const { placedAt, reference, totalCents } of shop.marketplace.orders().after(step.cursor)) {
        await shop.marketplace.book({ reference, totalCents });
        await step.set({ placedAt, reference });
      }
    });
  },
});
