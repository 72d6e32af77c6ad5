// Saves the orders that are left: what is withdrawn is booked all the same, and what is placed is not.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy =
  "passes over no market order, and books none that has left, when they come and go while it is stopped";

type Left = { readonly reference: string; readonly totalCents: number };

async function everything(shop: Shop): Promise<readonly Left[]> {
  const all: Left[] = [];
  for await (const { reference, totalCents } of shop.marketplace.orders()) all.push({ reference, totalCents });
  return all;
}

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<readonly Left[]>("book", async (step) => {
      let left = step.cursor ?? (await everything(shop));
      for (let [first] = left; first; [first] = left) {
        await shop.marketplace.book(first, { key: `book:${first.reference}` });
        left = left.slice(1);
        await step.set(left);
      }
    });
  },
});
