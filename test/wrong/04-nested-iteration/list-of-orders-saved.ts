// Saves the list of orders that are left: one that is placed meanwhile is not in it.
import { defineJob } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place when orders are taken back and others are placed";

type Place = { readonly customer: number; readonly left?: readonly number[] };

export const sendStatements = defineJob({
  name: "send_statements",
  async perform({ month }: { month: string }, job, shop: Shop) {
    await job.step<Place>("statements", async (step) => {
      for await (const customer of shop.customers.from(step.cursor?.customer)) {
        const saved = step.cursor?.customer === customer.id ? step.cursor.left : undefined;
        let left = saved ?? (await shop.orders.of(customer).toArray()).map(({ id }) => id);
        while (left.length > 0) {
          const order = { id: left[0] as number };
          const statement = { template: "statement", about: order.id, to: customer.email };
          await shop.mailer.deliver(statement, { key: `statement:${month}:${order.id}` });
          left = left.slice(1);
          await step.set({ customer: customer.id, left });
        }
        const orders = await shop.orders.of(customer).toArray();
        const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
        const report = { customerId: customer.id, orders: orders.length, totalCents };
        await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
        await step.set({ customer: customer.id + 1 });
      }
    });
  },
});
