// Saves the minute, and how many are booked in it: when one of them is withdrawn, another is passed over.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

type Place = { readonly minute: string; readonly number: number };

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<Place>("book", async (step) => {
      const begun = step.cursor;
      let [minute, number] = ["", 0];
      for await (const order of shop.marketplace.orders().from(begun && { placedAt: begun.minute })) {
        number = order.placedAt === minute ? number + 1 : 1;
        minute = order.placedAt;
        if (minute === begun?.minute && number <= begun.number) continue;
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        await step.set({ minute, number });
      }
    });
  },
});
