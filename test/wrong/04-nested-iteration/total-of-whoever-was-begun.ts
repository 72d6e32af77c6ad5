// Keeps the total with the cursor but not whose it is: the next customer's report counts it too.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

type Place = { readonly customer: number; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    const total = job.attribute("total", { orders: 0, cents: 0 });
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const last = step.cursor?.customer === customer.id ? step.cursor.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          total.value = { orders: total.value.orders + 1, cents: total.value.cents + order.totalCents };
          await step.set({ customer: customer.id, order: order.id });
        }
        const { orders, cents: totalCents } = total.value;
        const report = { customerId: customer.id, orders, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        total.value = { orders: 0, cents: 0 };
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
