// Books in a loop without a step: the key makes it harmless, but there is no cursor, and no checkpoint to stop at.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on between two market orders of the same minute";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, _job, shop: Shop) {
    for await (const order of shop.marketplace.orders()) {
      await shop.marketplace.book(order, { key: `book:${order.reference}` });
    }
  },
});
