// Reads the first thousand customers: those who come after them are left out, and nothing says so.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "leaves out nobody among a thousand customers, and no order among a thousand";

type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      const customers = await shop.customers.from(step.cursor?.customer).toArray();
      for (const customer of customers.slice(0, 1_000)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
