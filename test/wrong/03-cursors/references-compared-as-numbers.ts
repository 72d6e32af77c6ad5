// Compares references as numbers, which the list does not: an order that comes later counts as done.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "compares references as the list does";

type Place = { readonly placedAt: string; readonly reference: string };

const comesAfter = (one: Place, other: Place): boolean =>
  one.placedAt > other.placedAt || (one.placedAt === other.placedAt && Number(one.reference) > Number(other.reference));

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      for await (const order of shop.marketplace.orders()) {
        if (step.cursor && !comesAfter(order, step.cursor)) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
