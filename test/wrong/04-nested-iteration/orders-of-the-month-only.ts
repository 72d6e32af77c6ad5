// Mails and counts the orders of the month only: a statement is for each order, of any day.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "mails each order's statement, and after a customer's last one the report";

type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          if (!order.day.startsWith(month)) continue;
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const all = await shop.orders.of(customer).toArray();
        const orders = all.filter((order) => order.day.startsWith(month));
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
