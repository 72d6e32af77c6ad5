// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { bookMarketOrders, chargeOrders } from "#lesson/03-cursors";
import { defineJob, enqueue, type JobDefinition, type Json } from "#jobs";
import { type MarketOrder, openShop, type OpenShop, type Order, pendingOrders, type Shop, type ShopRows } from "#shop";
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
  id,
  customerId,
  totalCents,
  day: today,
  status: "pending",
  ...other,
});

/** Six of these are to be charged. 9 and 10 are alike; of 7 and 17, customer and id side by side are alike. */
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

/** The bank confirms, 10 goes to the archive, 17 is cancelled; 12 and 101 are placed. Once: a second time finds them. */
function rowsComeAndGo(shop: OpenShop) {
  shop.settle();
  if (shop.rows.orders.some(({ id }) => id === 101)) return;
  shop.cancel(10);
  shop.cancel(17);
  for (const placed of pendingOrders(12, 101)) shop.place(placed);
}

/** Market orders: the references of each minute. */
const market = (minutes: Readonly<Record<string, readonly string[]>>): readonly MarketOrder[] =>
  Object.entries(minutes).flatMap(([placedAt, references]) =>
    references.map((reference) => ({ placedAt, reference, totalCents: 1250 })),
  );

/** One that holds all the signs that people join texts with. */
const withSigns = "B/2, a|b::c_d#e";
/** In the order of the list: a capital letter comes before a small one, and "10" before "7". */
const listed = market({
  "09:59": ["40", "41"],
  "14:02": ["007", "10", "7"],
  "14:03": ["B-10", "B-9", withSigns, "B:10", "b-9"],
});
const busyMarket = { args: null, shop: () => openShop({ marketOrders: listed }) };

const bookings = (...references: string[]) => ({
  effects: references.map((reference) => `book ${reference}`),
  rule: "Every market order is booked exactly once, in the order of the list.",
});
const tenBookings = bookings(...listed.map(({ reference }) => reference));

/** Once 7 is booked, the last of its minute, 9 is placed behind it; no order of 09:59 is left. Once B-9 is, B-95 is placed. */
const marketChanges = new Map([
  ["7", { withdrawn: ["40", "41", "007", "B-10"], placed: market({ "14:02": ["9"] }) }],
  ["B-9", { withdrawn: ["B-9", withSigns], placed: market({ "14:03": ["B-95"], "14:05": ["13"] }) }],
]);
function marketOrdersComeAndGo(shop: OpenShop) {
  const { withdrawn = [], placed = [] } = marketChanges.get(String(shop.ledger.effects.at(-1)?.item)) ?? {};
  for (const reference of withdrawn) shop.withdraw(reference);
  for (const marketOrder of placed) shop.placeAtMarket(marketOrder);
}

/** Performs a job twice in one process; in between, other people change the list. */
function twiceInOneProcess<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  lists: Partial<ShopRows>,
  [first, second]: readonly [first: NoInfer<Args>, second: NoInfer<Args>],
  change: (shop: OpenShop) => void,
): Promise<Run> {
  let shop = openShop();
  const otherPeople = defineJob({ name: "other_people", perform: async () => change(shop) });
  return simulate(job, {
    args: first,
    shop: () => (shop = openShop(lists)),
    otherJobs: [otherPeople],
    begin: async (queue) => {
      await enqueue(queue, otherPeople, null);
      await enqueue(queue, job, second);
    },
  });
}

it("charges every pending order once in calm weather", async () => {
  assertEachOnce(await simulate(chargeOrders, busyDay), sixCharges);
  const bigDay = { args: { day: today }, shop: () => openShop({ orders: pendingOrders(...manyIds) }), effectMs: 1 };
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
    whileStopped: (shop) => {
      for (const { id } of shop.rows.orders.filter((row) => row.id === 1 || row.id === 9)) shop.cancel(id);
    },
  });
  const rule =
    "Ids have gaps, and rows go (here 1 and 9): three charged is neither the id 3 nor the third place in the list.";
  assertEachOnce(run, { ...sixCharges, rule });
  assertRedone(run, { atMost: 0, rule });
  const faults = [sigterm({ after: "charge 1" }), sigterm({ after: "charge 10" })];
  assertSavesOnePlace(await simulate(chargeOrders, { ...busyDay, faults }));
});

it("passes over nobody, and charges nobody who has left, when rows come and go while it is stopped", async () => {
  const run = await simulate(chargeOrders, {
    ...busyDay,
    faults: [sigterm({ after: "charge 10" })],
    whileStopped: rowsComeAndGo,
  });
  assertEachOnce(run, {
    ...charges(1, 7, 9, 10, 12, 100, 101),
    rule:
      "Rows come and go (here 10 and 17 go, 12 and 101 come). A saved row or list grows old, and what was next need " +
      "not be next. What is done stays done.",
  });
});

it("charges one day after another in one process", async () => {
  const twoDays = [
    order(2, 1, 300, { day: yesterday }),
    order(3, 1, 300, { day: yesterday }),
    ...pendingOrders(1, 4, 5),
  ];
  const days = [{ day: yesterday }, { day: today }] as const;
  const run = await twiceInOneProcess(chargeOrders, { orders: twoDays }, days, (shop) => {
    shop.cancel(4);
    shop.place(order(6, 1, 600));
  });
  assertEachOnce(run, {
    ...charges(2, 3, 1, 5, 6),
    rule:
      "Each job charges the day that it was given, whatever the process has done before and whatever day it is. Here 4 " +
      "goes and 6 comes before the second job.",
  });
});

it("charges nobody twice when the worker is killed right after a charge", async () => {
  const killed = { ...busyDay, faults: [crash({ after: "charge 10" })] };
  const rule = "A crash repeats a request. Its idempotency key keeps it one charge.";
  assertEachOnce(await simulate(chargeOrders, killed), { ...sixCharges, rule });
  assertEachOnce(await simulate(chargeOrders, { ...killed, whileStopped: rowsComeAndGo }), {
    ...charges(1, 7, 9, 10, 12, 100, 101),
    rule: "A key says which order is charged. Rows come and go after a crash, too: no number stands for an order.",
  });
});

it("charges nobody twice when a day is enqueued twice", async () => {
  const days = [{ day: today }, { day: today }] as const;
  const run = await twiceInOneProcess(chargeOrders, { orders: rows }, days, (shop) => shop.place(order(12, 2, 1250)));
  assertEachOnce(run, {
    ...charges(1, 7, 9, 10, 17, 100, 12),
    rule:
      "A key says which order is charged, not which job asks: two jobs that charge one order have one key. Each job " +
      "reads the list for itself: 12 comes before the second.",
  });
});

it("survives a crash before and after every operation, and asks again for one order at most", async () => {
  for await (const run of crashEverywhere(chargeOrders, busyDay)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 1, rule: "The cursor is saved after each order, so a crash repeats one at most." });
  }
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  await assertExactlyOnce(chargeOrders, { ...busyDay, ...sixCharges, redoneAfterCrash: 1, redoneAfterStop: 0 });
});

it("books every market order once in calm weather, in the order of the list", async () => {
  assertEachOnce(await simulate(bookMarketOrders, busyMarket), tenBookings);
  const references = manyIds.map((id) => `2026-11-22/${1_000 + id}`);
  const bigMarket = {
    args: null,
    shop: () => openShop({ marketOrders: market({ "14:02": references }) }),
    effectMs: 1,
  };
  const rule = "Every market order is booked, however many there are. Here are 1,100, all of one minute.";
  assertEachOnce(await simulate(bookMarketOrders, bigMarket), { ...bookings(...references), rule });
});

it("goes on between two market orders of the same minute", async () => {
  const run = await simulate(bookMarketOrders, { ...busyMarket, faults: [sigterm({ after: "book 40" })] });
  const rule = "40 and 41 share a minute, 007 comes in the next: a place in this list is a minute and a reference.";
  assertEachOnce(run, { ...tenBookings, rule });
  assertRedone(run, { atMost: 0, rule });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
});

it("goes on after every market order, and compares references as the list does", async () => {
  const rule =
    'A place is compared as the list is sorted. References are texts: "10" is before "7", and "B-9" before "b-9". And ' +
    "there may be any sign in them.";
  for await (const run of sigtermEverywhere(bookMarketOrders, busyMarket)) {
    assertEachOnce(run, { ...tenBookings, rule });
    assertRedone(run, { atMost: 0, rule });
  }
  const faults = [sigterm({ after: "book 40" }), sigterm({ after: "book b-9" })];
  assertSavesOnePlace(await simulate(bookMarketOrders, { ...busyMarket, faults }));
});

it("passes over no market order, and books none that has left, when they come and go while it is stopped", async () => {
  const run = await simulate(bookMarketOrders, {
    ...busyMarket,
    faults: [sigterm({ after: "book 7" }), sigterm({ after: "book B-9" })],
    whileStopped: marketOrdersComeAndGo,
  });
  const rule =
    "Booked or not, any order may be withdrawn, and with its last one a minute is gone. And one may be placed right behind " +
    "the one that was booked last: 9 behind 7, B-95 behind B-9.";
  assertEachOnce(run, { ...bookings("40", "41", "007", "10", "7", "9", "B-9", "B-95", "B:10", "b-9", "13"), rule });
  assertRedone(run, { atMost: 0, rule });
});

it("books each market order once, however often it is enqueued, killed and stopped", async () => {
  const nine = { placedAt: "14:02", reference: "9", totalCents: 1250 };
  const begin = { marketOrders: listed };
  const twice = await twiceInOneProcess(bookMarketOrders, begin, [null, null], (shop) => shop.placeAtMarket(nine));
  assertEachOnce(twice, {
    effects: [...tenBookings.effects, "book 9"],
    rule:
      "A key says which order is booked, not which job asks: two jobs that book one order have one key. And each reads " +
      "the list for itself: 9 comes before the second.",
  });
  const rule = "Every market order is booked once, in the order of the list, and a crash asks again for one at most.";
  const storm = { ...busyMarket, ...tenBookings, rule };
  await assertExactlyOnce(bookMarketOrders, { ...storm, redoneAfterCrash: 1, redoneAfterStop: 0 });
});

/** Whoever has saved two characters more for each order that was done between two stops has saved all of them. */
function assertSavesOnePlace(run: Run): void {
  const stops = run.entries.flatMap((entry) => {
    if (entry.entry !== "event" || entry.event.type !== "released") return [];
    const { current, attributes } = entry.event.progress;
    return [JSON.stringify(attributes ? { cursor: current?.cursor, ...attributes } : current?.cursor)];
  });
  const [first = "", last = ""] = [stops[0], stops.at(-1)];
  if (last.length - first.length < 6) return;
  throw frame({
    happened: `What is saved has grown with the orders: from ${first} to ${last}.`,
    run,
    rule: "A cursor is small, however long the list is: it names one place, and all before it is done.",
    next: "Which part of what you save is enough to know where to go on?",
  });
}
