// Looks for the order that it booked last, to go on behind it: when that one is withdrawn, it begins anew.
import { defineJob } from "#jobs";
import type { MarketOrder, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<string>("book", async (step) => {
      const orders: MarketOrder[] = [];
      for await (const order of shop.marketplace.orders()) orders.push(order);
      const last = orders.findIndex(({ reference }) => reference === step.cursor);
      for (const order of orders.slice(last + 1)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set(order.reference);
      }
    });
  },
});
