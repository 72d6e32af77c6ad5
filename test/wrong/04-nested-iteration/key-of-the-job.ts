// Puts the id of the job into the keys, where the month belongs: a month that is enqueued twice is mailed twice.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export const caughtBy = "mails the statements of one month after another, and of the same month a year later";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

/** The first customer who is not done, and the last of that customer's orders whose statement went out. */
type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform(_args: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${job.id}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${job.id}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
