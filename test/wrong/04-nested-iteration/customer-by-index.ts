// Looks for the customer in the cursor with findIndex: who has left is at -1, and slice(-1) is the last customer.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

type Place = { readonly customer: number; readonly order: number | "reported" };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      const customers = await shop.customers.toArray();
      const begun = customers.findIndex(({ id }) => id === step.cursor?.customer);
      for (const customer of step.cursor ? customers.slice(begun) : customers) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        if (last === "reported") continue;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, order: order.id });
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id, order: "reported" });
      }
    });
  },
});
