// Splits the saved text at its last bar: of a reference with a bar in it, a part counts as the minute, a late one.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after every market order, and compares references as the list does";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<string>("book", async (step) => {
      const bar = step.cursor?.lastIndexOf("|") ?? 0;
      const place = step.cursor && { placedAt: step.cursor.slice(0, bar), reference: step.cursor.slice(bar + 1) };
      for await (const order of shop.marketplace.orders().after(place || undefined)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set(`${order.placedAt}|${order.reference}`);
      }
    });
  },
});
