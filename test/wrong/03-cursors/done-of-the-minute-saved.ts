// Saves the minute, and the references that are booked in it: in a busy minute that is a long list.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "goes on after every market order, and compares references as the list does";

type Minute = { readonly minute: string; readonly done: readonly string[] };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Minute>("book", async (step) => {
      for await (const order of shop.marketplace.orders().from(step.cursor && { placedAt: step.cursor.minute })) {
        const done = step.cursor?.minute === order.placedAt ? step.cursor.done : [];
        if (done.includes(order.reference)) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ minute: order.placedAt, done: [...done, order.reference] });
      }
    });
  },
});
