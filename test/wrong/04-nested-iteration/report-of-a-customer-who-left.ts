// Saves that only the report is owed, and looks the customer up for it: who has the report already may be gone.
import { defineJob } from "#jobs";
import type { Customer, Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "withstands any number of crashes and SIGTERMs while customers come to an end and leave";

type Place = { readonly customer: number; readonly next: string; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      if (step.cursor?.next === "report") {
        const customer = await shop.customers.find(step.cursor.customer);
        await publish(customer, month, shop);
        await step.set({ customer: customer.id, next: "customer" });
      }
      const begun = step.cursor;
      const { customers } = shop;
      const left = begun?.next === "customer" ? customers.after(begun.customer) : customers.from(begun?.customer);
      for await (const customer of left) {
        const last = begun?.customer === customer.id ? begun.order : undefined;
        for await (const order of shop.orders.of(customer).after(last)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ customer: customer.id, next: "order", order: order.id });
        }
        await step.set({ customer: customer.id, next: "report" });
        await publish(customer, month, shop);
        await step.set({ customer: customer.id, next: "customer" });
      }
    });
  },
});

async function publish(customer: Customer, month: string, shop: Shop): Promise<void> {
  const orders = await shop.orders.of(customer).toArray();
  const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
  const report = { customerId: customer.id, orders: orders.length, totalCents };
  await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
}
