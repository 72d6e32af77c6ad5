// Saves the list of customers that are left: who leaves meanwhile is still in it, and gets a report all the same.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "begins the next customer with the first order when the one in the cursor is gone";

type Left = { readonly id: number; readonly email: string };
type Place = { readonly left: readonly Left[]; readonly order?: number };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      let left = step.cursor?.left ?? (await shop.customers.toArray()).map(({ id, email }) => ({ id, email }));
      for (let [customer] = left; customer; [customer] = left) {
        for await (const order of shop.orders.of(customer.id).after(step.cursor?.order)) {
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          await step.set({ left, order: order.id });
        }
        const orders = await shop.orders.of(customer.id).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        left = left.slice(1);
        await step.set({ left });
      }
    });
  },
});
