// Lesson 04: order ids that overlap, a customer without orders, customers and orders that go while the job is stopped, days.
import { openShop, type OpenShop, type Order, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

/** The ids of each customer's orders. */
type Orders = Readonly<Record<number, readonly number[]>>;

/** What is special about some orders; totals do not follow ids. */
const special: Readonly<Record<number, Partial<Order>>> = {
  7: { totalCents: 3_000 },
  9: { status: "failed", totalCents: 0 },
  17: { totalCents: 9_000, day: "2025-11-22" },
  40: { status: "processed" },
  60: { status: "failed", totalCents: 9_000 },
  1_000_009: { status: "failed", totalCents: 1_200 },
};

const ordersOf = (customerId: number, ids: readonly number[]): readonly Order[] =>
  pendingOrders(...ids).map((order) => ({ ...order, customerId, ...special[order.id] }));

const rowsOf = (orders: Orders) => ({
  customers: Object.keys(orders).map((id) => ({ id: Number(id), name: `No. ${id}`, email: emailOf(id) })),
  orders: Object.entries(orders).flatMap(([id, ids]) => ordersOf(Number(id), ids)),
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
    const totalCents = ordersOf(Number(id), ids).reduce((sum, order) => sum + order.totalCents, 0);
    return [`report ${id}`, { orders: ids.length, totalCents }] as const;
  });
  return {
    ...statements(title, orders),
    amounts: Object.fromEntries(reports.map(([report, { totalCents }]) => [report, totalCents])),
    details: { ...addressesIn(orders), ...Object.fromEntries(reports) },
  };
};

const ordersOnDays: Orders = { 1: [17, 40, 60], 11: [7, 30], 20: [], 100: [3, 8, 50] };
/** Neither in the calendar's order nor against it; nobody asks for a fifth day, a year before the first, to which order 50 belongs. */
const days: Readonly<Record<string, readonly number[]>> = {
  "2026-11-22": [17, 60, 7],
  "2025-12-01": [40, 30, 8],
  "2026-11-24": [],
  "2026-11-23": [3],
};

const dayOf = (id: number) => Object.keys(days).find((day) => days[day]?.includes(id)) ?? "2025-11-22";

const fourDays: TestScenario = {
  title: "four days, one of them empty, and a customer leaves when all statements are out",
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

/** Order 40 is taken back between its statement and the report, which then counts it or not; order 20 after the report. */
function takeBack(shop: OpenShop): void {
  const isOut = happened(shop, "report 1");
  if (isOut && isThere(shop.rows.orders, 20)) shop.cancel(20);
  if (!isOut && happened(shop, "statement 40") && isThere(shop.rows.orders, 40)) shop.cancel(40);
}

const happened = (shop: OpenShop, effect: string) => shop.ledger.effects.some((one) => one.effect === effect);
const isThere = (rows: readonly { readonly id: number }[], id: number) => rows.some((row) => row.id === id);

export const facts: LessonFacts = {
  starterFailsAt: "mails each order's statement, and after a customer's last one the report",
  job: "sendStatements",
  scenarios: [
    withReports("order ids that are sorted by customer", { 1: [10, 20], 2: [30, 40], 3: [50, 60] }),
    withReports("order ids that are not, and a customer without orders", {
      1: [17, 40],
      9: [],
      10: [9, 1_000_009],
      11: [7, 30],
    }),
    {
      ...withReports("customers leave when they have their report", { 1: [20, 40], 2: [5, 50], 3: [10, 30] }),
      whileStopped: closeReported,
    },
    {
      ...statements("orders are taken back, one when its statement is out, one when the report is", {
        1: [20, 40, 60],
        2: [5, 50],
      }),
      whileStopped: takeBack,
    },
    fourDays,
  ],
  unseen: {
    "a-hundred-orders": "shows with a customer who has more orders than it reads",
    "a-thousand-customers": "shows with more customers than it reads",
    "key-of-the-job": "shows with a month that is enqueued twice",
    "key-without-the-month": "shows with the month after",
    "key-without-the-year": "shows with the same month of the year after",
    "list-of-customers-saved":
      "shows with a customer who leaves before it comes to that one, and who does depends on the stops",
    "list-of-statements-saved":
      "shows with an order that is placed meanwhile, and whether there is one depends on the stops",
    "list-of-orders-saved":
      "shows with an order that is placed meanwhile, and whether there is one depends on the stops",
    "reported-in-a-variable": "shows with another month in the same process",
    "totals-read-first": "shows with an order that is placed meanwhile, and whether there is one depends on the stops",
  },
};
