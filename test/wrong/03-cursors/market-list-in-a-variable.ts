// Keeps the list of the marketplace in a variable of the module: the next job does not hear of what was placed meanwhile.
import { defineJob } from "#jobs";
import type { MarketOrder, MarketPosition, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "books each market order once, however often it is enqueued, killed and stopped";

let list: MarketOrder[] | undefined;

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    if (!list) {
      list = [];
      for await (const order of shop.marketplace.orders()) list.push(order);
    }
    const orders = list;
    await job.step<MarketPosition>("book", async (step) => {
      const last = orders.findLastIndex((order) => step.cursor && !isBehind(order, step.cursor));
      for (const { placedAt, reference, totalCents } of orders.slice(last + 1)) {
        await shop.marketplace.book({ reference, totalCents }, { key: `book:${reference}` });
        await step.set({ placedAt, reference });
      }
    });
  },
});

const isBehind = (order: MarketOrder, { placedAt, reference = "" }: MarketPosition): boolean =>
  order.placedAt === placedAt ? order.reference > reference : order.placedAt > placedAt;
