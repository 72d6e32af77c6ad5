// Goes on with the next minute once the last order of one is booked: another may be placed in that minute while it is stopped.
import { defineJob } from "#jobs";
import type { MarketOrder, MarketPosition, Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<{ to: MarketPosition; done: boolean }>("book", async (step) => {
      const list = shop.marketplace.orders();
      const rest: MarketOrder[] = [];
      for await (const order of step.cursor?.done ? list.after(step.cursor.to) : list.from(step.cursor?.to)) {
        rest.push(order);
      }
      for (const [index, { placedAt, reference, totalCents }] of rest.entries()) {
        await shop.marketplace.book({ reference, totalCents }, { key: `book:${reference}` });
        const next = rest[index + 1];
        const isLast = next !== undefined && next.placedAt !== placedAt;
        await step.set(
          isLast ? { to: { placedAt: next.placedAt }, done: false } : { to: { placedAt, reference }, done: true },
        );
      }
    });
  },
});
