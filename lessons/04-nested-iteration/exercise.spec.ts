// What your two jobs must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { sendDailyStatements, sendStatements } from "#lesson/04-nested-iteration";
import { enqueue } from "#jobs";
import { openShop, type OpenShop, type Order, pendingOrders } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertRedone,
  assertStopsWithin,
  crash,
  crashEverywhere,
  sigterm,
  sigtermEverywhere,
  simulate,
} from "#simulation";

/** The ids of each customer's orders. */
type Orders = Readonly<Record<number, readonly number[]>>;

/** What is special about some orders. All others are pending and of November the 22nd, and order 20 costs $20.00. */
const special: Readonly<Record<number, Partial<Order>>> = {
  7: { totalCents: 3_000 },
  9: { status: "failed", totalCents: 0 },
  17: { totalCents: 9_000, day: "2025-11-22" },
  40: { status: "processed" },
  45: { totalCents: 4_000, day: "2026-10-31" },
  60: { status: "failed", totalCents: 9_000 },
  100: { totalCents: 500 },
  1_000_009: { status: "failed", totalCents: 1_200 },
};

const ordersOf = (customerId: number, ...ids: readonly number[]): readonly Order[] =>
  pendingOrders(...ids).map((order) => ({ ...order, customerId, ...special[order.id] }));

// Neither names nor addresses are sorted as the ids are, and customers 10 and 11 share both.
const nameOf = (customerId: number) => ({ 1: "Zoe", 9: "Ann", 10: "Kim", 11: "Kim" })[customerId] ?? `No ${customerId}`;
const emailOf = (customerId: number) => `${nameOf(customerId).toLowerCase().replace(" ", "-")}@mail.example`;

const rowsOf = (orders: Orders) => ({
  customers: Object.keys(orders)
    .map(Number)
    .map((id) => ({ id, name: nameOf(id), email: emailOf(id) })),
  orders: Object.entries(orders).flatMap(([id, ids]) => ordersOf(Number(id), ...ids)),
});

const november = (orders: Orders) => ({ args: { month: "2026-11" }, shop: () => openShop(rowsOf(orders)) });

/** What must come of it. The ids of each customer's orders, in the order in which they are mailed. */
const statementsAndReports = (orders: Orders) => {
  const customers = Object.entries(orders).map(([id, ids]) => [Number(id), ordersOf(Number(id), ...ids)] as const);
  const addresses = customers.flatMap(([id, rows]) =>
    rows.map((order) => [`statement ${order.id}`, { to: emailOf(id) }] as const),
  );
  return {
    effects: customers.flatMap(([id, rows]) => [...rows.map((order) => `statement ${order.id}`), `report ${id}`]),
    amounts: Object.fromEntries(
      customers.map(([id, rows]) => [`report ${id}`, rows.reduce((sum, { totalCents }) => sum + totalCents, 0)]),
    ),
    details: Object.fromEntries([
      ...addresses,
      ...customers.map(([id, rows]) => [`report ${id}`, { orders: rows.length }] as const),
    ]),
    rule: "Customer by customer: a statement for each order, of any day and status, then the report. Each exactly once.",
  };
};

const sorted = { 2: [9, 10], 10: [40, 45], 11: [50, 100] };
// The ids of orders are not sorted by customer, and customer 9 has none.
const unsorted = { 1: [17, 40], 9: [], 10: [9, 1_000_009], 11: [7, 30] };

it("mails each order's statement, and after a customer's last one the report", async () => {
  const run = await simulate(sendStatements, november(sorted));
  assertEachOnce(run, statementsAndReports(sorted));
});

it("publishes a report of $0.00 for a customer without orders", async () => {
  const orders = { 1: [], 2: [10, 20], 3: [], 4: [], 9: [30, 40], 10: [] };
  const run = await simulate(sendStatements, november(orders));
  const rule = "Every customer gets a report, also one without orders.";
  assertEachOnce(run, { ...statementsAndReports(orders), rule });
});

it("leaves out nobody among a thousand customers, and no order among a thousand", async () => {
  const orders = { 1: numbers(1, 1_001), ...Object.fromEntries(numbers(2, 1_001).map((id) => [id, []])) };
  const run = await simulate(sendStatements, { ...november(orders), effectMs: 1 });
  const rule = "However long the lists are, the job comes to their ends.";
  assertEachOnce(run, { ...statementsAndReports(orders), rule });
});

it("goes on after a SIGTERM with the next order of the same customer", async () => {
  const run = await simulate(sendStatements, { ...november(sorted), faults: [sigterm({ after: "statement 9" })] });
  const rule = "The cursor has two parts: which customer, and which of that customer's orders.";
  const { effects } = statementsAndReports(sorted);
  assertEachOnce(run, { effects, rule });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, not only after each customer." });
  assertRedone(run, { atMost: 0, rule });
});

it("begins the next customer with the first order, even when its id is lower than the last one's", async () => {
  const rule = "The order in the cursor belongs to one customer. It says nothing about the next one's orders.";
  const { effects } = statementsAndReports(unsorted);
  // In calm weather first: a job that goes wrong there needs no SIGTERM to do so.
  for (const faults of [[], [sigterm({ after: "statement 17" })]]) {
    const run = await simulate(sendStatements, { ...november(unsorted), faults });
    assertEachOnce(run, { effects, rule });
  }
});

it("survives a SIGTERM at every checkpoint, and each report still counts all orders", async () => {
  for await (const run of sigtermEverywhere(sendStatements, november(unsorted))) {
    const rule =
      "The job is done when every report is out, and each counts the orders that were mailed before the stop as well.";
    assertEachOnce(run, { ...statementsAndReports(unsorted), rule });
    assertRedone(run, {
      atMost: 0,
      rule: "The cursor tells a customer whose last order is done from one who is done.",
    });
  }
});

it("begins the next customer with the first order when the one in the cursor is gone", async () => {
  const run = await simulate(sendStatements, {
    ...november({ 1: [20], 2: [30, 60], 3: [12], 4: [5, 50], 11: [8] }),
    faults: [sigterm({ after: "statement 30" })],
    // Two accounts are closed, one of them in the middle: no order 60 any more, and nobody to report to.
    whileStopped: (shop) => closeAccounts(shop, 2, 3),
  });
  const { effects, ...others } = statementsAndReports({ 1: [20], 2: [30], 4: [5, 50], 11: [8] });
  const rule = "Whoever has left gets nothing more, and what was saved for one customer counts for that customer only.";
  assertEachOnce(run, { effects: effects.filter((effect) => effect !== "report 2"), ...others, rule });
  assertRedone(run, { atMost: 0, rule });
});

it("goes on in its place when orders are taken back and others are placed", async () => {
  const run = await simulate(sendStatements, {
    ...november({ 1: [20, 40, 60, 80], 2: [5, 50, 90] }),
    faults: [sigterm({ after: "statement 40" }), sigterm({ after: "statement 5" })],
    whileStopped: (shop) => {
      // Order 40 is gone, whose statement is out, and order 60, whose statement is not; 100 is new.
      changeOrders(shop, { gone: [40, 60], placed: ordersOf(1, 100) });
      if (happened(shop, "statement 5")) changeOrders(shop, { gone: [50], placed: ordersOf(2, 101) });
    },
  });
  const rule =
    "Lists change: an id stays a place in them, an index or a copy grows old. A report counts what is there when it is made.";
  const { effects } = statementsAndReports({ 1: [20, 40, 80, 100], 2: [5, 90, 101] });
  const { amounts, details } = statementsAndReports({ 2: [5, 90, 101] });
  assertEachOnce(run, { effects, amounts, details, rule });
  assertRedone(run, { atMost: 0, rule });
});

it("survives a crash before and after every operation, and asks again for one effect at most", async () => {
  for await (const run of crashEverywhere(sendStatements, november(unsorted))) {
    const rule = "A crash repeats a request. Its idempotency key keeps it one statement, or one report.";
    assertEachOnce(run, { ...statementsAndReports(unsorted), rule });
    assertRedone(run, { atMost: 1, rule: "The cursor is saved after each statement and after each report." });
  }
});

it("leaves a report as it went out, when the worker is killed right after it and an order goes", async () => {
  const orders = { 1: [20, 40], 2: [5, 50] };
  const run = await simulate(sendStatements, {
    ...november(orders),
    faults: [crash({ after: "report 1" })],
    whileStopped: (shop) => changeOrders(shop, { gone: [40] }),
  });
  const rule =
    "A key names a request: what it is, of which month, for whom. What the report says may change meanwhile.";
  assertEachOnce(run, { ...statementsAndReports(orders), rule });
});

it("mails the statements of one month after another, and of the same month a year later", async () => {
  const first = "2025-11";
  const months = [first, "2026-10", "2026-11"];
  const run = await simulate(sendStatements, {
    ...november(unsorted),
    args: { month: first },
    begin: async (queue) => {
      // The first one is enqueued once more: its keys name the month, whichever job asks.
      for (const month of ["2026-10", "2026-11", first]) await enqueue(queue, sendStatements, { month });
    },
  });
  const { effects } = statementsAndReports(unsorted);
  const rule =
    "Keys name the year and the month: each month is mailed once, however often it is enqueued. No job takes from another.";
  assertEachOnce(run, { effects: months.flatMap(() => effects), rule });
});

it("withstands any number of crashes and SIGTERMs while customers come to an end and leave", async () => {
  const orders = { 1: [17, 40], 9: [], 11: [7, 30] };
  await assertExactlyOnce(sendStatements, {
    ...november(orders),
    ...statementsAndReports(orders),
    rule: "Each statement and each report exactly once, whatever happens to the worker and whoever has left meanwhile.",
    // Whoever has the report closes the account: the next execution may find the customer in the cursor gone.
    whileStopped: (shop) =>
      closeAccounts(shop, ...[1, 9, 11].filter((customer) => happened(shop, `report ${customer}`))),
    redoneAfterCrash: 1,
    redoneAfterStop: 0,
  });
});

// The days are not in the order of the calendar, and one of them has no orders. Customer 100 ends one day and begins
// another with an order whose id is lower. Orders 17 and 7 are of one day, and belong to customers 1 and 11. Order 50 is of
// the 22nd, too, but a year before.
const onDay: Readonly<Record<string, readonly number[]>> = {
  "2026-11-22": [17, 60, 101, 7],
  "2025-12-01": [40, 30, 8, 102],
  "2026-11-24": [],
  "2026-11-23": [3],
};
const days = Object.keys(onDay);
const dailyOrders = { 1: [17, 40, 60], 11: [7, 30], 20: [], 100: [3, 8, 50] };
const dayOf = (order: number) => days.find((day) => onDay[day]?.includes(order)) ?? "2025-11-22";
const onItsDay = (order: Order) => ({ ...order, day: dayOf(order.id) });
const fourDays = {
  args: { days },
  shop: () => {
    const { customers, orders } = rowsOf(dailyOrders);
    return openShop({ customers, orders: orders.map(onItsDay) });
  },
};
const dailyStatements = (...orders: readonly number[]) => ({
  effects: orders.map((order) => `statement ${order}`),
  details: statementsAndReports(dailyOrders).details,
  rule: "The days in the order of the list, on each that day's orders only. A day begins anew, whoever came last before.",
});
const sevenStatements = dailyStatements(17, 60, 7, 40, 30, 8, 3);

it("goes through days, customers and orders in calm weather", async () => {
  const run = await simulate(sendDailyStatements, fourDays);
  assertEachOnce(run, sevenStatements);
});

it("leaves out no customer and no order of a day, among a thousand of each", async () => {
  const [first, second] = ["2026-11-22", "2026-11-21"];
  const ids = numbers(1, 1_001);
  const orders = [
    ...ids.flatMap((id) => ordersOf(id, id + 5_000).map((order) => ({ ...order, day: first }))),
    ...ordersOf(7, ...ids).map((order) => ({ ...order, day: second })),
  ];
  const { customers } = rowsOf(Object.fromEntries(ids.map((id) => [id, []])));
  const run = await simulate(sendDailyStatements, {
    args: { days: [first, second] },
    shop: () => openShop({ customers, orders }),
    effectMs: 1,
  });
  const expected = [...ids.map((id) => id + 5_000), ...ids].map((order) => `statement ${order}`);
  assertEachOnce(run, { effects: expected, rule: "However long the lists are, the job comes to their ends." });
});

it("goes on in its place among the days when orders and customers come and go", async () => {
  const run = await simulate(sendDailyStatements, {
    ...fourDays,
    faults: [sigterm({ after: "statement 60" })],
    // The account of customer 11 is closed. Order 60 is gone, whose statement is out; 101 is of the same day, 102 of the next.
    whileStopped: (shop) => {
      closeAccounts(shop, 11);
      changeOrders(shop, { gone: [60], placed: [...ordersOf(1, 101), ...ordersOf(100, 102)].map(onItsDay) });
    },
  });
  const rule =
    "A place counts only under its own parents. Lists change on each level: an id stays, an index or a copy grows old.";
  assertEachOnce(run, { ...dailyStatements(17, 60, 101, 40, 8, 102, 3), rule });
  assertRedone(run, { atMost: 0, rule });
});

it("keeps its place on all three levels, whatever happens to the worker", async () => {
  await assertExactlyOnce(sendDailyStatements, {
    ...fourDays,
    ...sevenStatements,
    rule: "Each statement exactly once, and the days in the order given, whatever happens to the worker and whoever has left.",
    // Customer 1 leaves when all statements are out.
    whileStopped: (shop) => {
      if (happened(shop, "statement 40")) closeAccounts(shop, 1);
    },
    redoneAfterCrash: 1,
    redoneAfterStop: 0,
  });
});

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Called at each stop, so it looks first who is still there. */
function closeAccounts(shop: OpenShop, ...customerIds: readonly number[]): void {
  const there = shop.rows.customers.filter(({ id }) => customerIds.includes(id));
  for (const { id } of there) shop.close(id);
}

/** Takes orders back and places others, once: at a second stop the first is gone already. */
function changeOrders(
  shop: OpenShop,
  { gone, placed = [] }: { readonly gone: readonly number[]; readonly placed?: readonly Order[] },
): void {
  if (!shop.rows.orders.some(({ id }) => id === gone[0])) return;
  for (const id of gone) shop.cancel(id);
  for (const order of placed) shop.place(order);
}

function happened(shop: OpenShop, effect: string): boolean {
  return shop.ledger.effects.some((one) => one.effect === effect);
}
