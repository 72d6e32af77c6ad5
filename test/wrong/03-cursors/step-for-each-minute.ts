// Makes a step of each minute: when the orders of a finished minute are withdrawn, the next execution misses its step.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    const minutes = new Set<string>();
    for await (const { placedAt } of shop.marketplace.orders()) minutes.add(placedAt);
    for (const minute of minutes) {
      await job.step<string>(`book ${minute}`, async (step) => {
        const reference = step.cursor;
        const list = shop.marketplace.orders();
        const rest =
          reference === undefined ? list.from({ placedAt: minute }) : list.after({ placedAt: minute, reference });
        for await (const order of rest) {
          if (order.placedAt !== minute) break;
          await shop.marketplace.book(order, { key: `book:${order.reference}` });
          await step.set(order.reference);
        }
      });
    }
  },
});
