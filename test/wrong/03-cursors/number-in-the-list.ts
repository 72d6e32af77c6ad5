// Saves how many market orders are booked: when one is withdrawn, as many others are passed over.
import { defineJob } from "#jobs";
import type { MarketOrder, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<number>("book", async (step) => {
      const orders: MarketOrder[] = [];
      for await (const order of shop.marketplace.orders()) orders.push(order);
      for (const [index, order] of orders.entries()) {
        if (index < (step.cursor ?? 0)) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set(index + 1);
      }
    });
  },
});
