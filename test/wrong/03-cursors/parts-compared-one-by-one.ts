// Wants a later minute and a higher reference, each compared for itself, as WHERE minute >= ? AND reference > ? does.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on between two market orders of the same minute";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      const { placedAt, reference } = step.cursor ?? { placedAt: "", reference: "" };
      for await (const order of shop.marketplace.orders()) {
        if (order.placedAt < placedAt || order.reference <= reference) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
