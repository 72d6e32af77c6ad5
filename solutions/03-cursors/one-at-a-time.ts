// Another right answer: no loop over a list, but one question at a time: which order comes after the cursor?
import { defineJob } from "#jobs";
import type { MarketOrder, MarketOrders, MarketPosition, Shop } from "#shop";

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<number>("charge", async (step) => {
      const next = () => shop.orders.pending({ day }).after(step.cursor).first();
      for (let order = await next(); order; order = await next()) {
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
      const next = () => firstOf(shop.marketplace.orders().after(step.cursor));
      for (let order = await next(); order; order = await next()) {
        const { placedAt, reference, totalCents } = order;
        await shop.marketplace.book({ reference, totalCents }, { key: `book:${reference}` });
        await step.set({ placedAt, reference });
      }
    });
  },
});

async function firstOf(orders: MarketOrders): Promise<MarketOrder | undefined> {
  for await (const order of orders) return order;
  return undefined;
}
