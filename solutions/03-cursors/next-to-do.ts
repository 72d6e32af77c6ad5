// Another right answer: the cursor names the next one to do, and the lookup is inclusive, as the idiom of Rails is.
import { defineJob } from "#jobs";
import type { MarketOrder, MarketPosition, Shop } from "#shop";

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
      let due: MarketOrder | undefined;
      // After a text comes no "next" text: the next place is known only when the next order is seen.
      for await (const order of shop.marketplace.orders().from(step.cursor)) {
        if (due) {
          await shop.marketplace.book(due, { key: `book:${due.reference}` });
          await step.set({ placedAt: order.placedAt, reference: order.reference });
        }
        due = order;
      }
      if (due) await shop.marketplace.book(due, { key: `book:${due.reference}` });
    });
  },
});
