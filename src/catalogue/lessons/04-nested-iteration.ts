// Lesson 04: order ids that overlap, a customer without orders, customers and orders that go while the job is stopped, days.
import { openShop, type OpenShop, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

/** The ids of each customer's orders. */
type Orders = Readonly<Record<number, readonly number[]>>;

const rowsOf = (orders: Orders) => ({
  customers: Object.keys(orders).map((id) => ({ id: Number(id), name: `No. ${id}`, email: emailOf(id) })),
  orders: Object.entries(orders).flatMap(([id, ids]) =>
    pendingOrders(...ids).map((order) => ({
      ...order,
      customerId: Number(id),
      ...(order.id === 40 && { status: "processed" as const }),
    })),
  ),
});

const emailOf = (customerId: string) => `customer-${customerId}@mail.example`;

const addressesIn = (orders: Orders) =>
  Object.fromEntries(
    Object.entries(orders).flatMap(([id, ids]) => ids.map((order) => [`statement ${order}`, { to: emailOf(id) }])),
  );

const redone = { redoneAfterCrash: 1, redoneAfterStop: 0 };

const statements = (title: string, orders: Orders): TestScenario => ({
  title,
  args: { month: "2026-11" },
  shop: () => openShop(rowsOf(orders)),
  effects: Object.entries(orders).flatMap(([id, ids]) => [...ids.map((order) => `statement ${order}`), `report ${id}`]),
  details: addressesIn(orders),
  ...redone,
});

/** The same, and each report says how many orders there are and what they come to. */
const withReports = (title: string, orders: Orders): TestScenario => {
  const reports = Object.entries(orders).map(([id, ids]) => {
    const totalCents = pendingOrders(...ids).reduce((sum, order) => sum + order.totalCents, 0);
    return [`report ${id}`, { orders: ids.length, totalCents }] as const;
  });
  return {
    ...statements(title, orders),
    amounts: Object.fromEntries(reports.map(([report, { totalCents }]) => [report, totalCents])),
    details: { ...addressesIn(orders), ...Object.fromEntries(reports) },
  };
};

const ordersOnDays: Orders = { 1: [20, 40, 60], 2: [3, 10, 30], 3: [5, 50] };
/** Neither in the calendar's order nor against it; nobody asks for a fourth day, to which order 5 belongs. */
const days: Readonly<Record<string, readonly number[]>> = {
  "2026-11-22": [20, 60, 30, 50],
  "2026-11-21": [40, 10],
  "2026-11-23": [3],
};

const dayOf = (id: number) => Object.keys(days).find((day) => days[day]?.includes(id)) ?? "2026-11-20";

const threeDays: TestScenario = {
  title: "three days, and a customer leaves when all statements are out",
  job: "sendDailyStatements",
  args: { days: Object.keys(days) },
  shop: () => {
    const { customers, orders } = rowsOf(ordersOnDays);
    return openShop({ customers, orders: orders.map((order) => ({ ...order, day: dayOf(order.id) })) });
  },
  whileStopped: (shop) => {
    if (happened(shop, "statement 40") && isThere(shop.rows.customers, 1)) shop.close(1);
  },
  effects: Object.values(days).flatMap((ids) => ids.map((id) => `statement ${id}`)),
  details: addressesIn(ordersOnDays),
  ...redone,
};

/** Whoever has the report closes the account. */
function closeReported(shop: OpenShop): void {
  for (const { id } of shop.rows.customers.filter((customer) => happened(shop, `report ${customer.id}`)))
    shop.close(id);
}

/** Order 40 is taken back between its statement and the report, which then counts it or not. */
function takeBack(shop: OpenShop): void {
  const isBetween = happened(shop, "statement 40") && !happened(shop, "report 1");
  if (isBetween && isThere(shop.rows.orders, 40)) shop.cancel(40);
}

const happened = (shop: OpenShop, effect: string) => shop.ledger.effects.some((one) => one.effect === effect);
const isThere = (rows: readonly { readonly id: number }[], id: number) => rows.some((row) => row.id === id);

export const facts: LessonFacts = {
  starterFailsAt: "mails each order's statement, and after a customer's last one the report",
  job: "sendStatements",
  scenarios: [
    withReports("order ids that are sorted by customer", { 1: [10, 20], 2: [30, 40], 3: [50, 60] }),
    withReports("order ids that are not, and a customer without orders", { 1: [20, 40], 2: [], 3: [10, 30] }),
    {
      ...withReports("customers leave when they have their report", { 1: [20, 40], 2: [5, 50], 3: [10, 30] }),
      whileStopped: closeReported,
    },
    {
      ...statements("an order is taken back when its statement is out", { 1: [20, 40, 60], 2: [5, 50] }),
      whileStopped: takeBack,
    },
    threeDays,
  ],
  unseen: {
    "key-without-the-month": "shows with the month after",
    "list-of-orders-saved":
      "shows with an order that is placed meanwhile, and whether there is one depends on the stops",
  },
};
