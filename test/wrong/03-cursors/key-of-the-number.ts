// Saves how many orders are charged, for the key of the next: when one leaves after a crash, another comes by its number.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { bookMarketOrders } from "../../../solutions/03-cursors/exercise.ts";

export const caughtBy = "charges nobody twice when the worker is killed right after a charge";

type Place = { readonly id: number; readonly done: number };

export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }: { day: string }, job, shop: Shop) {
    await job.step<Place>("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor?.id)) {
        const number = (step.cursor?.done ?? 0) + 1;
        await shop.payments.charge(order, { key: `charge:${day}:${number}` });
        await step.set({ id: order.id, done: number });
      }
    });
  },
});
