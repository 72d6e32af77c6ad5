// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { bookMarketOrders, chargeOrders } from "#lesson/03-cursors";
import { enqueue } from "#jobs";
import { openShop, type OpenShop, pendingOrders } from "#shop";
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

const ordersToday = (...ids: number[]) => ({
  args: { day: "2026-11-22" },
  shop: () => openShop({ orders: pendingOrders(...ids) }),
});
const sixOrders = ordersToday(1, 2, 3, 4, 5, 6);

const charges = (...ids: number[]) => ({
  effects: ids.map((id) => `charge ${id}`),
  rule: "Every pending order is charged exactly once, in the order of the ids.",
});
const sixCharges = charges(1, 2, 3, 4, 5, 6);

/** The bank confirms; order 3 goes to the archive, order 5 is cancelled, order 7 is placed. Once: a second time finds 7. */
function rowsComeAndGo(shop: OpenShop) {
  shop.settle();
  if (shop.rows.orders.some(({ id }) => id === 7)) return;
  shop.cancel(3);
  shop.cancel(5);
  for (const order of pendingOrders(7)) shop.place(order);
}

/** Market orders: the references of each minute. */
const placedAt = (minutes: Readonly<Record<string, readonly string[]>>) => ({
  args: null,
  shop: () =>
    openShop(
      {},
      {
        marketOrders: Object.entries(minutes).flatMap(([minute, references]) =>
          references.map((reference) => ({ placedAt: minute, reference, totalCents: 1250 })),
        ),
      },
    ),
});

const bookings = (...references: string[]) => ({
  effects: references.map((reference) => `book ${reference}`),
  rule: "Every market order is booked exactly once, in the order of the list.",
});

it("charges every pending order once in calm weather", async () => {
  const run = await simulate(chargeOrders, sixOrders);
  assertEachOnce(run, sixCharges);
});

it("stops before it charges another order once SIGTERM has come", async () => {
  const run = await simulate(chargeOrders, { ...sixOrders, faults: [sigterm({ after: "charge 2" })] });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
});

it("goes on after a SIGTERM where it stopped", async () => {
  const run = await simulate(chargeOrders, { ...sixOrders, faults: [sigterm({ after: "charge 3" })] });
  assertEachOnce(run, sixCharges);
  assertRedone(run, { atMost: 0, rule: "After a SIGTERM the next execution begins with the next order." });
});

it("survives a SIGTERM at every checkpoint", async () => {
  for await (const run of sigtermEverywhere(chargeOrders, sixOrders)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 0, rule: "At every checkpoint, the cursor knows of each order that was charged." });
  }
});

it("keeps the id of an order as its place, not how many it has charged, nor a list of them", async () => {
  const run = await simulate(chargeOrders, {
    ...ordersToday(3, 8, 21, 22, 40, 41),
    faults: [sigterm({ after: "charge 21" })],
    whileStopped: (shop) => shop.cancel(3),
  });
  const rule =
    "Ids have gaps, and rows go (here 3): three charged is neither the id 3 nor the third place in the list.";
  assertEachOnce(run, { ...charges(3, 8, 21, 22, 40, 41), rule });
  assertRedone(run, { atMost: 0, rule });
  assertCursorStaysSmall(run);
});

it("passes over nobody, and charges nobody who has left, when rows come and go while it is stopped", async () => {
  const run = await simulate(chargeOrders, {
    ...sixOrders,
    faults: [sigterm({ after: "charge 3" })],
    whileStopped: rowsComeAndGo,
  });
  assertEachOnce(run, {
    ...charges(1, 2, 3, 4, 6, 7),
    rule: "Rows come and go (here 3 and 5 go, 7 comes). A saved row or list grows old, an id stays.",
  });
});

it("charges one day after another in one process", async () => {
  const [yesterday, today] = ["2026-11-21", "2026-11-22"];
  const rows = [...pendingOrders(2, 3).map((order) => ({ ...order, day: yesterday })), ...pendingOrders(1, 4, 5)];
  const run = await simulate(chargeOrders, {
    args: { day: today },
    shop: () => openShop({ orders: rows }),
    begin: (queue) => enqueue(queue, chargeOrders, { day: yesterday }),
  });
  assertEachOnce(run, {
    ...charges(1, 4, 5, 2, 3),
    rule: "A process performs many jobs: what a variable of the module still knows is about another one.",
  });
});

it("charges nobody twice when the worker is killed right after a charge", async () => {
  const run = await simulate(chargeOrders, { ...sixOrders, faults: [crash({ after: "charge 3" })] });
  assertEachOnce(run, { ...sixCharges, rule: "A crash repeats a request. Its idempotency key keeps it one charge." });
});

it("survives a crash before and after every operation, and asks again for one order at most", async () => {
  for await (const run of crashEverywhere(chargeOrders, sixOrders)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 1, rule: "The cursor is saved after each order, so a crash repeats one at most." });
  }
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  await assertExactlyOnce(chargeOrders, { ...sixOrders, ...sixCharges, redoneAfterCrash: 1, redoneAfterStop: 0 });
});

it("goes on between two market orders of the same minute", async () => {
  const sameMinute = placedAt({ "14:02": ["31", "32", "33"], "14:03": ["12"] });
  const run = await simulate(bookMarketOrders, { ...sameMinute, faults: [sigterm({ after: "book 32" })] });
  const rule = "31, 32 and 33 share a minute, 12 comes in the next: a place in this list is a minute and a reference.";
  assertEachOnce(run, { ...bookings("31", "32", "33", "12"), rule });
  assertRedone(run, { atMost: 0, rule });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
  assertCursorStaysSmall(run);
});

it("compares references as the list does", async () => {
  const mixedLengths = placedAt({ "14:05": ["9", "10", "11"] });
  const run = await simulate(bookMarketOrders, { ...mixedLengths, faults: [sigterm({ after: "book 11" })] });
  assertEachOnce(run, {
    ...bookings("10", "11", "9"),
    rule: 'A place in a list is compared as the list is sorted: references are texts, and "11" comes before "9".',
  });
});

it("books each market order once through any number of crashes and SIGTERMs", async () => {
  const busy = placedAt({ "14:02": ["8", "9", "10"], "14:03": ["7"], "14:04": ["11", "100"] });
  const sixBookings = bookings("10", "8", "9", "7", "100", "11");
  const rule = "Every market order is booked once, in the order of the list, and a crash asks again for one at most.";
  await assertExactlyOnce(bookMarketOrders, { ...busy, ...sixBookings, rule, redoneAfterCrash: 1, redoneAfterStop: 0 });
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
