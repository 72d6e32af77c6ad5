// Joins minute and reference with a colon and splits the text again: a reference with a colon in it comes back cut.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after every market order, and compares references as the list does";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<string>("book", async (step) => {
      const [hour, minute, reference = ""] = step.cursor?.split(":") ?? [];
      const place = step.cursor === undefined ? undefined : { placedAt: `${hour}:${minute}`, reference };
      for await (const order of shop.marketplace.orders().after(place)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set(`${order.placedAt}:${order.reference}`);
      }
    });
  },
});
