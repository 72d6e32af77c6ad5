// Keeps two numbers, as the nested example in the Rails documentation does: the second is applied to whoever comes first.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step("statements", { start: [0, 0] }, async (step) => {
      for await (const customer of shop.customers.from(step.cursor[0])) {
        for await (const order of shop.orders.of(customer).from(step.cursor[1])) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set([customer.id, order.id + 1]);
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set([customer.id + 1, 0]);
      }
    });
  },
});
