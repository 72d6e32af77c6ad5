// Publishes the report in the inner loop, after the last order: who has no orders gets none.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "publishes a report of $0.00 for a customer without orders";

type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          if (order.id === orders.at(-1)?.id) {
            const report = { customerId: customer.id, orders: orders.length, totalCents };
            await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
          }
          await step.set({ customer: customer.id, order: order.id });
        }
      }
    });
  },
});
