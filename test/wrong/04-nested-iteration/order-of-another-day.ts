// Compares the customer but not the day: the same customer on the next day begins in the middle.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "goes on in its place among the days when orders and customers come and go";

type DailyPlace = { readonly day: string; readonly customer: number; readonly order: number };

export { sendStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const sendDailyStatements = defineJob({
  name: "send_daily_statements",
  async perform({ days }: { days: readonly string[] }, job, shop: Shop) {
    await job.step<DailyPlace>("statements", async (step) => {
      const { cursor } = step;
      const first = cursor ? days.indexOf(cursor.day) : 0;
      for (const day of days.slice(first)) {
        for await (const customer of shop.customers.from(cursor?.day === day ? cursor.customer : undefined)) {
          const last = cursor?.customer === customer.id ? cursor.order : undefined;
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
