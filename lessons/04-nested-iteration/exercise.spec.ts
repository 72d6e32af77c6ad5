// What your two jobs must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { sendDailyStatements, sendStatements } from "#lesson/04-nested-iteration";
import { openShop, type OpenShop, pendingOrders } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertRedone,
  assertStopsWithin,
  crashEverywhere,
  sigterm,
  sigtermEverywhere,
  simulate,
} from "#simulation";

/** The ids of each customer's orders. */
type Orders = Readonly<Record<number, readonly number[]>>;

/** Order 20 costs $20.00, so that a total tells which orders are in it. Order 40 is not pending any more. */
const ordersOf = (customerId: number, ...ids: readonly number[]) =>
  pendingOrders(...ids).map((order) => ({
    ...order,
    customerId,
    ...(order.id === 40 && { status: "processed" as const }),
  }));
const emailOf = (customerId: number | string) => `customer-${customerId}@mail.example`;

const november = (orders: Orders) => ({
  args: { month: "2026-11" },
  shop: () =>
    openShop({
      customers: Object.keys(orders).map((id) => ({ id: Number(id), name: `No. ${id}`, email: emailOf(id) })),
      orders: Object.entries(orders).flatMap(([id, ids]) => ordersOf(Number(id), ...ids)),
    }),
});
const twoCustomers = november({ 1: [10, 20], 2: [30, 40] });
// The ids of the orders are not sorted by customer, and customer 2 has none.
const fourCustomers = november({ 1: [20, 40], 2: [], 3: [10, 30], 4: [5, 50] });

const statementsAndReports = (orders: Orders) => ({
  effects: Object.entries(orders).flatMap(([id, ids]) => [...ids.map((order) => `statement ${order}`), `report ${id}`]),
  rule: "Customer by customer: a statement for each order, whatever its status, then the report. Each exactly once.",
});
const twoReports = {
  ...statementsAndReports({ 1: [10, 20], 2: [30, 40] }),
  details: { "statement 10": { to: emailOf(1) }, "statement 30": { to: emailOf(2) } },
};
const fourReports = statementsAndReports({ 1: [20, 40], 2: [], 3: [10, 30], 4: [5, 50] });
const fourTotals = {
  amounts: { "report 1": 6_000, "report 2": 0, "report 3": 4_000, "report 4": 5_500 },
  details: {
    "report 1": { orders: 2 },
    "report 2": { orders: 0 },
    "report 3": { orders: 2 },
    "report 4": { orders: 2 },
  },
};

it("mails each order's statement, and after a customer's last one the report", async () => {
  const run = await simulate(sendStatements, twoCustomers);
  assertEachOnce(run, { ...twoReports, amounts: { "report 1": 3_000, "report 2": 7_000 } });
});

it("publishes a report of $0.00 for a customer without orders", async () => {
  const run = await simulate(sendStatements, november({ 1: [10, 20], 2: [], 3: [30, 40] }));
  const expected = statementsAndReports({ 1: [10, 20], 2: [], 3: [30, 40] });
  assertEachOnce(run, {
    ...expected,
    amounts: { "report 2": 0 },
    details: { "report 2": { orders: 0 } },
    rule: "Every customer gets a report, also one without orders.",
  });
});

it("goes on after a SIGTERM with the next order of the same customer", async () => {
  const run = await simulate(sendStatements, { ...twoCustomers, faults: [sigterm({ after: "statement 10" })] });
  const rule = "The cursor has two parts: which customer, and which of that customer's orders.";
  assertEachOnce(run, { ...twoReports, rule });
  assertRedone(run, { atMost: 0, rule });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, not only after each customer." });
});

it("begins the next customer with the first order, even when its id is lower than the last one's", async () => {
  const orders = { 1: [20, 40], 2: [10, 30] };
  const rule = "The order in the cursor belongs to one customer. It says nothing about the next one's orders.";
  // In calm weather first: a job that goes wrong there needs no SIGTERM to do so.
  for (const faults of [[], [sigterm({ after: "statement 20" })]]) {
    const run = await simulate(sendStatements, { ...november(orders), faults });
    assertEachOnce(run, { ...statementsAndReports(orders), rule });
  }
});

it("survives a SIGTERM at every checkpoint, and each report still counts all orders", async () => {
  for await (const run of sigtermEverywhere(sendStatements, fourCustomers)) {
    const rule = "A customer is done when the report is out, and it counts the orders mailed before the stop as well.";
    assertEachOnce(run, { ...fourReports, ...fourTotals, rule });
    assertRedone(run, {
      atMost: 0,
      rule: "The cursor tells a customer whose last order is done from one who is done.",
    });
  }
});

it("begins the next customer with the first order when the one in the cursor is gone", async () => {
  const run = await simulate(sendStatements, {
    ...november({ 1: [20, 40], 2: [5, 50] }),
    faults: [sigterm({ after: "statement 20" })],
    // In the middle of customer 1, the account is closed: no order 40 any more, and nobody to report to.
    whileStopped: (shop) => closeAccount(shop, 1),
  });
  assertEachOnce(run, {
    effects: ["statement 20", "statement 5", "statement 50", "report 2"],
    amounts: { "report 2": 5_500 },
    details: { "report 2": { orders: 2 } },
    rule: "What was saved for one customer counts for that customer only, whoever comes first when the job goes on.",
  });
});

it("goes on in its place when an order is taken back and another is placed", async () => {
  const run = await simulate(sendStatements, {
    ...november({ 1: [20, 40, 60] }),
    faults: [sigterm({ after: "statement 40" })],
    // Order 40, whose statement is out, is taken back. Customer 1 places order 70.
    whileStopped: (shop) => {
      if (!shop.rows.orders.some(({ id }) => id === 40)) return;
      shop.cancel(40);
      for (const order of ordersOf(1, 70)) shop.place(order);
    },
  });
  const rule = "A place in a list moves when the list changes. An id stays, even that of an order that is gone.";
  assertEachOnce(run, { ...statementsAndReports({ 1: [20, 40, 60, 70] }), rule });
  assertRedone(run, { atMost: 0, rule });
});

it("survives a crash before and after every operation, and asks again for one effect at most", async () => {
  for await (const run of crashEverywhere(sendStatements, fourCustomers)) {
    const rule = "A crash repeats a request. Its idempotency key keeps it one statement, or one report.";
    assertEachOnce(run, { ...fourReports, ...fourTotals, rule });
    assertRedone(run, { atMost: 1, rule: "The cursor is saved after each statement and after each report." });
  }
});

it("mails November's statements to those who got October's", async () => {
  const shop = fourCustomers.shop();
  await simulate(sendStatements, { args: { month: "2026-10" }, shop: () => shop });
  const before = shop.ledger.effects.length;
  const run = await simulate(sendStatements, { args: { month: "2026-11" }, shop: () => shop });
  const rule =
    "A key says which request it is. These keys were known already, from October: October's and November's are two requests.";
  assertEachOnce({ ...run, effects: run.effects.slice(before) }, { ...fourReports, rule });
});

it("withstands any number of crashes and SIGTERMs while customers come to an end and leave", async () => {
  await assertExactlyOnce(sendStatements, {
    ...fourCustomers,
    ...fourReports,
    ...fourTotals,
    rule: "Each statement and each report exactly once, whatever happens to the worker and whoever has left meanwhile.",
    // Whoever has the report closes the account: the next execution may find the customer in the cursor gone.
    whileStopped: (shop) => {
      for (const id of [1, 2, 3, 4]) if (happened(shop, `report ${id}`)) closeAccount(shop, id);
    },
    redoneAfterCrash: 1,
    redoneAfterStop: 0,
  });
});

const threeDays = {
  args: { days: ["2026-11-22", "2026-11-21", "2026-11-23"] },
  shop: () => {
    const { customers, orders } = november({ 1: [20, 40, 60], 2: [3, 10, 30], 3: [5, 50] }).shop().rows;
    const onDay = (day: string, ...ids: readonly number[]) =>
      orders.filter(({ id }) => ids.includes(id)).map((order) => ({ ...order, day }));
    const nobodyAsksFor = onDay("2026-11-20", 5);
    // Customer 2 ends the second day and begins the third one, with an order whose id is lower.
    const rows = [...onDay("2026-11-22", 20, 60, 30, 50), ...onDay("2026-11-21", 40, 10), ...onDay("2026-11-23", 3)];
    return openShop({ customers, orders: [...rows, ...nobodyAsksFor] });
  },
};
const dailyStatements = {
  effects: [20, 60, 30, 50, 40, 10, 3].map((order) => `statement ${order}`),
  details: {
    "statement 20": { to: emailOf(1) },
    "statement 30": { to: emailOf(2) },
    "statement 50": { to: emailOf(3) },
  },
  rule: "The days in the order of the list, on each that day's orders only. A day begins anew, whoever came last before.",
};

it("goes through days, customers and orders in calm weather", async () => {
  const run = await simulate(sendDailyStatements, threeDays);
  assertEachOnce(run, dailyStatements);
});

it("keeps its place on all three levels, whatever happens to the worker", async () => {
  await assertExactlyOnce(sendDailyStatements, {
    ...threeDays,
    ...dailyStatements,
    rule: "A place counts only under its own parents, whoever has left meanwhile; and the days go in the order given.",
    // Customer 1 leaves when all statements are out.
    whileStopped: (shop) => {
      if (happened(shop, "statement 40")) closeAccount(shop, 1);
    },
    redoneAfterCrash: 1,
    redoneAfterStop: 0,
  });
});

/** Called at each stop, so it looks first whether the customer is still there. */
function closeAccount(shop: OpenShop, customerId: number): void {
  if (shop.rows.customers.some(({ id }) => id === customerId)) shop.close(customerId);
}

function happened(shop: OpenShop, effect: string): boolean {
  return shop.ledger.effects.some((one) => one.effect === effect);
}
