// Makes one number of the two ids, a million for each customer: an id of a million or more runs into the next one.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "survives a SIGTERM at every checkpoint, and each report still counts all orders";

const perCustomer = 1_000_000;

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<number>("statements", { start: 0 }, async (step) => {
      for await (const customer of shop.customers.from(Math.floor(step.cursor / perCustomer))) {
        const isBegun = Math.floor(step.cursor / perCustomer) === customer.id;
        const last = isBegun ? step.cursor % perCustomer : 0;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set(customer.id * perCustomer + order.id);
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set((customer.id + 1) * perCustomer);
      }
    });
  },
});
