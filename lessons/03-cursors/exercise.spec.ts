// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { bookMarketOrders, chargeOrders } from "#lesson/03-cursors";
import { enqueue, type Queue } from "#jobs";
import { type MarketOrder, openShop, type OpenShop, type Order, pendingOrders } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertRedone,
  assertStopsWithin,
  crash,
  crashEverywhere,
  frame,
  type Run,
  sigterm,
  sigtermEverywhere,
  simulate,
} from "#simulation";

const [yesterday, today] = ["2026-11-21", "2026-11-22"];

const order = (id: number, customerId: number, totalCents: number, other: Partial<Order> = {}): Order => ({
  ...{ id, customerId, totalCents, day: today, status: "pending" },
  ...other,
});

/** Six orders are to be charged: two of them are alike, the first has no low total, and 9 comes before 10. */
const rows = [
  order(1, 71, 7500),
  order(3, 2, 990, { status: "processed" }),
  order(5, 2, 990, { status: "failed" }),
  order(7, 11, 5001),
  order(8, 71, 300, { day: yesterday }),
  order(9, 2, 1250),
  order(10, 2, 1250),
  order(17, 1, 500),
  order(100, 2, 7500),
];
const busyDay = { args: { day: today }, shop: () => openShop({ orders: rows }) };

const charges = (...ids: number[]) => ({
  effects: ids.map((id) => `charge ${id}`),
  rule: "Every pending order of the day is charged exactly once, in the order of the ids. No other order is.",
});
const sixCharges = charges(1, 7, 9, 10, 17, 100);
const manyIds = Array.from({ length: 1_100 }, (_, index) => index + 1);

/** The bank confirms, 9 goes to the archive, 10 is cancelled; 12 and 101 are placed. Once: a second time finds them. */
function rowsComeAndGo(shop: OpenShop) {
  shop.settle();
  if (shop.rows.orders.some(({ id }) => id === 101)) return;
  shop.cancel(9);
  shop.cancel(10);
  for (const placed of pendingOrders(12, 101)) shop.place(placed);
}

/** Somebody archives orders 7 and 17 when they are charged. */
function archiveSome(shop: OpenShop) {
  for (const { effect } of shop.ledger.effects) {
    if (effect === "charge 7" && shop.rows.orders.some(({ id }) => id === 7)) shop.cancel(7);
    if (effect === "charge 17" && shop.rows.orders.some(({ id }) => id === 17)) shop.cancel(17);
  }
}

/** Market orders: the references of each minute. */
const market = (minutes: Readonly<Record<string, readonly string[]>>): readonly MarketOrder[] =>
  Object.entries(minutes).flatMap(([placedAt, references]) =>
    references.map((reference) => ({ placedAt, reference, totalCents: 1250 })),
  );

/** In the order of the list: a capital letter comes before a small one, and "10" before "7". */
const listed = market({
  "09:59": ["40"],
  "14:02": ["007", "10", "7"],
  "14:03": ["B-1", "B-10", "B-9", "b-9"],
  "14:04": ["12"],
});
const busyMarket = { args: null, shop: () => openShop({ marketOrders: listed }) };

const bookings = (...references: string[]) => ({
  effects: references.map((reference) => `book ${reference}`),
  rule: "Every market order is booked exactly once, in the order of the list.",
});
const nineBookings = bookings(...listed.map(({ reference }) => reference));

/** 007 is withdrawn, and so are B-10 (booked) and b-9 (not booked yet); B-2 and 13 are placed. Once: a second time finds 13. */
function marketOrdersComeAndGo(shop: OpenShop) {
  if (shop.rows.marketOrders.some(({ reference }) => reference === "13")) return;
  for (const reference of ["007", "B-10", "b-9"]) shop.withdraw(reference);
  for (const placed of market({ "14:03": ["B-2"], "14:05": ["13"] })) shop.placeAtMarket(placed);
}

it("charges every pending order once in calm weather", async () => {
  assertEachOnce(await simulate(chargeOrders, busyDay), sixCharges);
  const bigDay = { args: { day: today }, shop: () => openShop({ orders: pendingOrders(...manyIds) }) };
  const rule = "Every pending order is charged, however many there are. Here are 1,100.";
  assertEachOnce(await simulate(chargeOrders, bigDay), { ...charges(...manyIds), rule });
});

it("stops before it charges another order once SIGTERM has come", async () => {
  const run = await simulate(chargeOrders, { ...busyDay, faults: [sigterm({ after: "charge 7" })] });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
});

it("goes on after a SIGTERM where it stopped", async () => {
  const run = await simulate(chargeOrders, { ...busyDay, faults: [sigterm({ after: "charge 9" })] });
  assertEachOnce(run, sixCharges);
  assertRedone(run, { atMost: 0, rule: "After a SIGTERM the next execution begins with the next order." });
});

it("survives a SIGTERM at every checkpoint", async () => {
  for await (const run of sigtermEverywhere(chargeOrders, busyDay)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 0, rule: "At every checkpoint, the cursor knows of each order that was charged." });
  }
});

it("keeps the id of an order as its place, not how many it has charged, nor a list of them", async () => {
  const run = await simulate(chargeOrders, {
    ...busyDay,
    faults: [sigterm({ after: "charge 9" })],
    whileStopped: (shop) => shop.cancel(1),
  });
  const rule =
    "Ids have gaps, and rows go (here 1): three charged is neither the id 3 nor the third place in the list.";
  assertEachOnce(run, { ...sixCharges, rule });
  assertRedone(run, { atMost: 0, rule });
  assertCursorStaysSmall(run);
});

it("passes over nobody, and charges nobody who has left, when rows come and go while it is stopped", async () => {
  const run = await simulate(chargeOrders, {
    ...busyDay,
    faults: [sigterm({ after: "charge 9" })],
    whileStopped: rowsComeAndGo,
  });
  assertEachOnce(run, {
    ...charges(1, 7, 9, 12, 17, 100, 101),
    rule: "Rows come and go (here 9 and 10 go, 12 and 101 come). A saved row or list grows old, an id stays.",
  });
});

it("charges one day after another in one process", async () => {
  const twoDays = [
    order(2, 1, 300, { day: yesterday }),
    order(3, 1, 300, { day: yesterday }),
    ...pendingOrders(1, 4, 5),
  ];
  const run = await simulate(chargeOrders, {
    args: { day: yesterday },
    shop: () => openShop({ orders: twoDays }),
    begin: (queue) => enqueue(queue, chargeOrders, { day: today }),
  });
  assertEachOnce(run, {
    ...charges(2, 3, 1, 4, 5),
    rule: "Each job charges the day that it was given, whatever the process has done before and whatever day it is.",
  });
});

it("charges nobody twice when the worker is killed right after a charge", async () => {
  const run = await simulate(chargeOrders, { ...busyDay, faults: [crash({ after: "charge 9" })] });
  assertEachOnce(run, { ...sixCharges, rule: "A crash repeats a request. Its idempotency key keeps it one charge." });
});

it("charges nobody twice when a day is enqueued twice", async () => {
  const run = await simulate(chargeOrders, {
    ...busyDay,
    begin: (queue) => enqueue(queue, chargeOrders, { day: today }),
  });
  assertEachOnce(run, {
    ...sixCharges,
    rule: "A key says which order is charged, not which job asks: two jobs that charge one order have one key.",
  });
});

it("survives a crash before and after every operation, and asks again for one order at most", async () => {
  for await (const run of crashEverywhere(chargeOrders, busyDay)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 1, rule: "The cursor is saved after each order, so a crash repeats one at most." });
  }
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  const stormyDay = { ...busyDay, whileStopped: archiveSome };
  await assertExactlyOnce(chargeOrders, { ...stormyDay, ...sixCharges, redoneAfterCrash: 1, redoneAfterStop: 0 });
});

it("books every market order once in calm weather, in the order of the list", async () => {
  assertEachOnce(await simulate(bookMarketOrders, busyMarket), nineBookings);
  const references = manyIds.map((id) => String(1_000 + id));
  const bigMarket = { args: null, shop: () => openShop({ marketOrders: market({ "14:02": references }) }) };
  const rule = "Every market order is booked, however many there are. Here are 1,100, all of one minute.";
  assertEachOnce(await simulate(bookMarketOrders, bigMarket), { ...bookings(...references), rule });
});

it("goes on between two market orders of the same minute", async () => {
  const run = await simulate(bookMarketOrders, { ...busyMarket, faults: [sigterm({ after: "book 10" })] });
  const rule = "007, 10 and 7 share a minute, B-1 comes in the next: a place in this list is a minute and a reference.";
  assertEachOnce(run, { ...nineBookings, rule });
  assertRedone(run, { atMost: 0, rule });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
  assertCursorStaysSmall(run);
});

it("goes on after every market order, and compares references as the list does", async () => {
  for await (const run of sigtermEverywhere(bookMarketOrders, busyMarket)) {
    const rule =
      'A place is compared as the list is sorted, and references are texts: "10" is before "7", "B-9" before "b-9".';
    assertEachOnce(run, { ...nineBookings, rule });
    assertRedone(run, { atMost: 0, rule });
  }
});

it("passes over no market order, and books none that has left, when they come and go while it is stopped", async () => {
  const run = await simulate(bookMarketOrders, {
    ...busyMarket,
    faults: [sigterm({ after: "book B-10" })],
    whileStopped: marketOrdersComeAndGo,
  });
  const rule =
    "007, B-10 and b-9 are withdrawn, B-2 and 13 come: a number in the list moves, a minute and a reference stay.";
  assertEachOnce(run, { ...bookings("40", "007", "10", "7", "B-1", "B-10", "B-2", "B-9", "12", "13"), rule });
  assertRedone(run, { atMost: 0, rule });
});

it("books each market order once, however often it is enqueued, killed and stopped", async () => {
  const twice = { ...busyMarket, begin: (queue: Pick<Queue, "enqueue">) => enqueue(queue, bookMarketOrders, null) };
  assertEachOnce(await simulate(bookMarketOrders, twice), {
    ...nineBookings,
    rule: "A key says which order is booked, not which job asks: two jobs that book one order have one key.",
  });
  const rule = "Every market order is booked once, in the order of the list, and a crash asks again for one at most.";
  const storm = { ...busyMarket, ...nineBookings, rule };
  await assertExactlyOnce(bookMarketOrders, { ...storm, redoneAfterCrash: 1, redoneAfterStop: 0 });
});

/** A cursor that is longer by a character or more for each further order holds all of them. */
function assertCursorStaysSmall(run: Run): void {
  const cursors = run.entries.flatMap((entry) => {
    const cursor = entry.entry === "event" && entry.event.type === "checkpoint" ? entry.event.cursor : undefined;
    return cursor === undefined ? [] : [JSON.stringify(cursor)];
  });
  const [first = "", last = ""] = [cursors[0], cursors.at(-1)];
  if (last.length - first.length < run.effects.length - 1) return;
  throw frame({
    happened: `The cursor has grown with the orders: from ${first} to ${last}.`,
    run,
    rule: "A cursor is small, however long the list is: it names one place, and all before it is done.",
    next: "Which part of this cursor is enough to know where to go on?",
  });
}
