// Another right answer: async generators of its own; one cursor is an object with a name in it, the other one a text.
import { defineJob, type Step } from "#jobs";
import type { MarketOrder, Order, Shop } from "#shop";

type Place = { readonly lastOrderId: number };

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<Place>("charge", async (step) => {
      for await (const { id } of charged(shop, day, step)) await step.set({ lastOrderId: id });
    });
  },
});

async function* charged(shop: Shop, day: string, step: Step<Place>): AsyncGenerator<Order> {
  for (const order of await shop.orders.pending({ day }).after(step.cursor?.lastOrderId).toArray()) {
    await shop.payments.charge(order, { key: `charge/${day}/${order.id}` });
    yield order;
  }
}

export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform(_args: null, job, shop: Shop) {
    await job.step<string>("book", async (step) => {
      for await (const order of beyond(shop, step.cursor)) {
        await shop.marketplace.book(order, { key: `book/${order.reference}` });
        await step.set(placeOf(order));
      }
    });
  },
});

async function* beyond(shop: Shop, place = ""): AsyncGenerator<MarketOrder> {
  for await (const order of shop.marketplace.orders()) if (placeOf(order) > place) yield order;
}

// All minutes are written with five characters, so one text sorts as the two do.
const placeOf = ({ placedAt, reference }: MarketOrder): string => `${placedAt} ${reference}`;
