// Another right answer: the cursor names the next one to do, and the lookup is inclusive, as the idiom of Rails is.
import { defineJob } from "#jobs";
import type { MarketPosition, Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step("charge", { start: 0 }, async (step) => {
      for await (const order of shop.orders.pending({ day }).from(step.cursor)) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.advance({ from: order.id });
      }
    });
  },
});

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<MarketPosition>("book", async (step) => {
      for await (const order of shop.marketplace.orders().from(step.cursor)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        // The lowest sign there is, behind a text: no other text comes between the two. The next order would be no place.
        await step.set({ placedAt: order.placedAt, reference: `${order.reference}\u0000` });
      }
    });
  },
});
