// Goes through customers and their orders; the inner part of the cursor counts only for the customer that it names.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

/** The first customer who is not done, and the last of that customer's orders whose statement went out. */
type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        // Read again: the loop above may have begun in the middle, in an execution that knows nothing of the first orders.
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});

/** The last order whose statement went out, with its day and its customer. */
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
