// Another right answer: the totals are saved before they are published, so that who asks again says the same.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "./exercise.ts";

type Report = { readonly customerId: number; readonly orders: number; readonly totalCents: number };
/** With a report, all of the customer's statements are out, and this is what is left to publish. */
type Place = { readonly customer: number; readonly order?: number; readonly report?: Report };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const begun = step.cursor?.customer === customer.id ? step.cursor : undefined;
        let report = begun?.report;
        if (!report) {
          for await (const order of shop.orders.of(customer).after(begun?.order)) {
            const statement = { template: "statement", about: order.id, to: customer.email };
            await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
            await step.set({ customer: customer.id, order: order.id });
          }
          const orders = await shop.orders.of(customer).toArray();
          const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
          report = { customerId: customer.id, orders: orders.length, totalCents };
          await step.set({ customer: customer.id, report });
        }
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
