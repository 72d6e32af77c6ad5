// Makes a step for each customer: the steps of a job must not depend on rows, and the one in progress is gone with its row.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    for await (const customer of shop.customers) {
      await job.step<number>(`statements ${customer.id}`, async (step) => {
        for await (const order of shop.orders.of(customer).after(step.cursor)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set(order.id);
        }
      });
      await job.step(`report ${customer.id}`, async () => {
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
      });
    }
  },
});
