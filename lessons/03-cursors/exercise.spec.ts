// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { chargeOrders } from "#lesson/03-cursors";
import { openShop, pendingOrders } from "#shop";
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

it("charges every pending order once in calm weather", async () => {
  const run = await simulate(chargeOrders, sixOrders);
  assertEachOnce(run, sixCharges);
});

it("goes on after a SIGTERM where it stopped", async () => {
  const run = await simulate(chargeOrders, { ...sixOrders, faults: [sigterm({ after: "charge 3" })] });
  assertEachOnce(run, sixCharges);
  assertRedone(run, { atMost: 0, rule: "After a SIGTERM the next execution begins with the next order." });
});

it("stops before it charges another order once SIGTERM has come", async () => {
  const run = await simulate(chargeOrders, { ...sixOrders, faults: [sigterm({ after: "charge 2" })] });
  assertStopsWithin(run, { effects: 0, rule: "There is a checkpoint after each order, so a deploy never waits long." });
});

it("survives a SIGTERM at every checkpoint", async () => {
  for await (const run of sigtermEverywhere(chargeOrders, sixOrders)) {
    assertEachOnce(run, sixCharges);
    assertRedone(run, { atMost: 0, rule: "At every checkpoint, the cursor names the last order that was charged." });
  }
});

it("finds its place by the id of an order, not by how many it has charged", async () => {
  const withGaps = ordersToday(3, 8, 21, 22, 40, 41);
  const run = await simulate(chargeOrders, { ...withGaps, faults: [sigterm({ after: "charge 21" })] });
  assertEachOnce(run, charges(3, 8, 21, 22, 40, 41));
  assertRedone(run, { atMost: 0, rule: "Ids have gaps: the third order need not have the id 3." });
});

it("passes over nobody when charged orders leave the list while it is stopped", async () => {
  const run = await simulate(chargeOrders, {
    ...sixOrders,
    faults: [sigterm({ after: "charge 3" })],
    // The bank confirms the first three charges: those orders are not pending any more.
    whileStopped: (shop) => shop.settle(),
  });
  assertEachOnce(run, { ...sixCharges, rule: "A place in a list moves when the list changes. An id stays." });
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
