// Looks for the order in the cursor to go on behind it: when it was taken back, everything begins anew.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place when orders are taken back and others are placed";

type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        const orders = await shop.orders.of(customer).toArray();
        const done = orders.findIndex((order) => order.id === last) + 1;
        for (const order of orders.slice(done)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
