// Enumerates a customer's orders with array, whose cursor is an index: it moves when an order is taken back.
import { defineIteration } from "#jobs";
import type { Shop } from "#shop";

export { sendDailyStatements } from "../../../solutions/04-nested-iteration/exercise.ts";

export const caughtBy = "goes on in its place when orders are taken back and others are placed";

export const sendStatements = defineIteration({
  name: "send_statements",
  build: (_args: { month: string }, enumerate, _job, shop: Shop) =>
    enumerate.nested([
      (customers) => customers.custom((last: number | undefined) => withOrders(shop, last)),
      (tasks, { orders }) => tasks.array([...orders, "report" as const]),
    ]),
  async each([{ customer, orders }, task], { month }, _job, shop) {
    if (task === "report") {
      const totalCents = orders.reduce((sum, order) => sum + order.totalCents, 0);
      const report = { customerId: customer.id, orders: orders.length, totalCents };
      await shop.reports.publish(report, { key: `report:${month}:${customer.id}` });
    } else {
      const statement = { template: "statement", about: task.id, to: customer.email };
      await shop.mailer.deliver(statement, { key: `statement:${month}:${task.id}` });
    }
  },
});

async function* withOrders(shop: Shop, last: number | undefined) {
  for await (const customer of shop.customers.after(last)) {
    yield [{ customer, orders: await shop.orders.of(customer).toArray() }, customer.id] as const;
  }
}
