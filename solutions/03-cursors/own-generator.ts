// Another right answer: the loop is an async generator of its own, and the cursor is an object with a name in it.
import { defineJob, type Step } from "#jobs";
import type { Order, Shop } from "#shop";

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
