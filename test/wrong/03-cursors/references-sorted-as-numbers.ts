// Sorts the list again as people count, but asks for the rest in the order of the list: the two orders do not agree.
import { defineJob } from "#jobs";
import type { MarketOrder, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books every market order once in calm weather, in the order of the list";

type Place = { readonly placedAt: string; readonly reference: string };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      const orders: MarketOrder[] = [];
      for await (const order of shop.marketplace.orders().after(step.cursor)) orders.push(order);
      orders.sort((a, b) => a.placedAt.localeCompare(b.placedAt) || Number(a.reference) - Number(b.reference));
      for (const { placedAt, reference, totalCents } of orders) {
        await shop.marketplace.book({ reference, totalCents }, { key: `book:${reference}` });
        await step.set({ placedAt, reference });
      }
    });
  },
});
