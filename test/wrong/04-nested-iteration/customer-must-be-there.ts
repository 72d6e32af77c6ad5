// Looks up the customer in the cursor by id: it fails when the account was closed in the meantime.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

type Place = { readonly customer: number; readonly order?: number; readonly done?: boolean };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      const { cursor } = step;
      const begun = cursor && !cursor.done ? [await shop.customers.find(cursor.customer)] : [];
      const others = await shop.customers.after(cursor?.customer).toArray();
      for (const customer of [...begun, ...others]) {
        const last = customer.id === cursor?.customer ? cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id, done: true });
      }
    });
  },
});
