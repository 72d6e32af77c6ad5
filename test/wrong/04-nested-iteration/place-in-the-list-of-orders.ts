// Names the customer, but counts the orders: the count moves when an order is taken back.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place when orders are taken back and others are placed";

type Place = { readonly customer: number; readonly done: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const done = step.cursor?.customer === customer.id ? step.cursor.done : 0;
        const orders = await shop.orders.of(customer).toArray();
        for (const [place, order] of orders.entries()) {
          if (place < done) continue;
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, done: place + 1 });
        }
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1, done: 0 });
      }
    });
  },
});
