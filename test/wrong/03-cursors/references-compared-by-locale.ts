// Compares references as a dictionary does, which the list does not: small letters before capitals.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after every market order, and compares references as the list does";

type Place = { readonly placedAt: string; readonly reference: string };

const comesAfter = (one: Place, other: Place): boolean =>
  one.placedAt > other.placedAt ||
  (one.placedAt === other.placedAt && one.reference.localeCompare(other.reference, "en") > 0);

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      const last = step.cursor;
      for await (const order of shop.marketplace.orders()) {
        if (last && !comesAfter(order, last)) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
