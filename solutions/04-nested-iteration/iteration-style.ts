// Another right answer: enumerate.nested keeps the place; a customer's report is the last thing on the inner level.
import { defineIteration } from "#jobs";
import type { Customer, Order, Shop } from "#shop";

type Task = { readonly statement: Order } | { readonly report: readonly Order[] };

export const sendStatements = defineIteration({
  name: "send_statements",
  build: (_args: { month: string }, enumerate, _job, shop: Shop) =>
    enumerate.nested([
      (customers) => customers.records(shop.customers),
      (tasks, customer) => tasks.custom((last: number | "reported" | undefined) => tasksOf(customer, last, shop)),
    ]),
  async each([customer, task], { month }, _job, shop) {
    if ("statement" in task) return await mail(shop, task.statement, customer, month);
    const totalCents = task.report.reduce((sum, order) => sum + order.totalCents, 0);
    const report = { customerId: customer.id, orders: task.report.length, totalCents };
    await shop.reports.publish(report, { key: `report/${month}/${customer.id}` });
  },
});

export const sendDailyStatements = defineIteration({
  name: "send_daily_statements",
  build: ({ days }: { days: readonly string[] }, enumerate, _job, shop: Shop) =>
    enumerate.nested([
      (each) => each.array(days),
      (customers) => customers.records(shop.customers),
      (orders, _day, customer) => orders.records(shop.orders.of(customer)),
    ]),
  async each([day, customer, order], _args, _job, shop) {
    if (order.day === day) await mail(shop, order, customer, day);
  },
});

/** What is left to do for a customer, each task with its cursor. */
async function* tasksOf(
  customer: Customer,
  last: number | "reported" | undefined,
  shop: Shop,
): AsyncGenerator<readonly [Task, number | "reported"]> {
  if (last === "reported") return;
  for await (const order of shop.orders.of(customer).after(last)) yield [{ statement: order }, order.id];
  yield [{ report: await shop.orders.of(customer).toArray() }, "reported"];
}

async function mail(shop: Shop, order: Order, customer: Customer, when: string): Promise<void> {
  const statement = { template: "statement", about: order.id, to: customer.email };
  await shop.mailer.deliver(statement, { key: `statement/${when}/${order.id}` });
}
