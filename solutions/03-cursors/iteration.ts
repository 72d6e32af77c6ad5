// Another right answer: the iteration style. It says what to go through and what to do with one; the cursor follows.
import { defineIteration } from "#jobs";
import type { MarketOrder, MarketPosition, Shop } from "#shop";

export const chargeOrders = defineIteration({
  name: "charge_orders",
  build: ({ day }: { day: string }, enumerate, _job, shop: Shop) => enumerate.records(shop.orders.pending({ day })),
  async each(order, _args, _job, shop) {
    await shop.payments.charge(order, { key: `charge:${order.id}` });
  },
});

export const bookMarketOrders = defineIteration({
  name: "book_market_orders",
  build: (_args: null, enumerate, _job, shop: Shop) =>
    enumerate.records<MarketOrder, MarketPosition>(shop.marketplace.orders(), {
      key: ({ placedAt, reference }) => ({ placedAt, reference }),
    }),
  async each(order, _args, _job, shop) {
    await shop.marketplace.book(order, { key: `book:${order.reference}` });
  },
});
