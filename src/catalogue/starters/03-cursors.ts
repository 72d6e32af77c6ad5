// Lesson 03. Charge the orders of a day, then book those of the marketplace, one by one; go on where you stopped.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    // TODO: replace this line by a step that charges shop.orders.pending({ day }) and keeps a cursor.
    throw new Error(
      'Not written yet: open lessons/03-cursors/exercise.ts and read "Your task" in the README beside it.',
    );
  },
});

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    // TODO: replace this line by a step that books shop.marketplace.orders() and keeps a cursor.
    throw new Error(
      'Not written yet: open lessons/03-cursors/exercise.ts and read "Your task" in the README beside it.',
    );
  },
});
