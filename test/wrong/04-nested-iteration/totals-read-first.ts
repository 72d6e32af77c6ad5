// Reads the totals when it comes to a customer, and keeps them: orders that come and go meanwhile are not in them.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place when orders are taken back and others are placed";

type Place = { readonly customer: number; readonly order?: number };
type Totals = { readonly customer: number; readonly orders: number; readonly totalCents: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    const totals = job.attribute<Totals>("totals", { customer: 0, orders: 0, totalCents: 0 });
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        if (totals.value.customer !== customer.id) {
          const orders = await shop.orders.of(customer).toArray();
          const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
          totals.value = { customer: customer.id, orders: orders.length, totalCents };
        }
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const { orders, totalCents } = totals.value;
        const report = { customerId: customer.id, orders, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
