// Makes one text of the two ids and compares it as a text: 2:10 comes before 2:9.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "mails each order's statement, and after a customer's last one the report";

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<string>("statements", async (step) => {
      for await (const customer of shop.customers) {
        for await (const order of shop.orders.of(customer)) {
          const place = `${customer.id}:${order.id}`;
          if (step.cursor !== undefined && place <= step.cursor) continue;
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set(place);
        }
        const end = `${customer.id}:reported`;
        if (step.cursor !== undefined && end <= step.cursor) continue;
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set(end);
      }
    });
  },
});
