// Two jobs that go on after the last one done: the orders of a day by their ids, market orders by minute and reference.
import { defineJob } from "#jobs";
import type { MarketPosition, Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        // A crash between these two lines repeats the charge; the key makes the bank answer instead of charging again.
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        await step.set(order.id);
      }
    });
  },
});

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<MarketPosition>("book", async (step) => {
      for await (const order of shop.marketplace.orders().after(step.cursor)) {
        await shop.marketplace.book(order, { key: `book:${order.reference}` });
        // Several orders share a minute: without the reference, the rest of them would count as done.
        await step.set({ placedAt: order.placedAt, reference: order.reference });
      }
    });
  },
});
