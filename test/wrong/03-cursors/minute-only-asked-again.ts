// Saves the minute alone, and asks for the next order each time: the others of a minute are passed over on a calm day.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books every market order once in calm weather, in the order of the list";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<{ placedAt: string }>("book", async (step) => {
      const next = async () => {
        for await (const order of shop.marketplace.orders().after(step.cursor)) return order;
        return undefined;
      };
      for (let order = await next(); order; order = await next()) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ placedAt: order.placedAt });
      }
    });
  },
});
