// Reads the first hundred of a customer's orders on each day: those that come after them are left out.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "leaves out no customer and no order of a day, among a thousand of each";

type DailyPlace = { readonly day: string; readonly customer: number; readonly order: number };

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      const first = step.cursor ? days.indexOf(step.cursor.day) : 0;
      for (const day of days.slice(first)) {
        const place = step.cursor?.day === day ? step.cursor : undefined;
        for await (const customer of shop.customers.from(place?.customer)) {
          const last = place?.customer === customer.id ? place.order : undefined;
          const orders = await shop.orders.of(customer).after(last).toArray();
          for (const order of orders.slice(0, 100)) {
            if (order.day !== day) continue;
            const statement = { template: "statement", about: order.id, to: customer.email };
            await shop.mailer.deliver(statement, { key: `statement:${day}:${order.id}` });
            await step.set({ day, customer: customer.id, order: order.id });
          }
        }
      }
    });
  },
});
