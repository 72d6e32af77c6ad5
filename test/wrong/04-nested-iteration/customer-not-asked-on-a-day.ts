// Takes the order in the cursor for whoever comes on that day: the question whether it is this customer is missing.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes through days, customers and orders in calm weather";

type DailyPlace = { readonly day: string; readonly customer: number; readonly order: number };

export { sendStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      const first = step.cursor ? days.indexOf(step.cursor.day) : 0;
      for (const day of days.slice(first)) {
        const place = step.cursor?.day === day ? step.cursor : undefined;
        for await (const customer of shop.customers.from(place?.customer)) {
          const last = step.cursor?.day === day ? step.cursor.order : undefined;
          for await (const order of shop.orders.of(customer).after(last)) {
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
