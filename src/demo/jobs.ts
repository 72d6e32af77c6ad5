// The jobs that the demos perform: one that can be continued, and what people write first.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { chargeOrders } from "../../solutions/03-cursors/exercise.ts";

/** Charges the pending orders of a day in a loop. Nothing tells a second execution how far the first one came. */
export const chargeOrdersNaively = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, _job, shop: Shop) {
    for await (const order of shop.orders.pending({ day })) await shop.payments.charge(order);
  },
});
