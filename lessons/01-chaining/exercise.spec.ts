// What your jobs must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { askForReview, chargeOrder, noteForWarehouse, sendReceipt } from "#lesson/01-chaining";
import { defineJob, jobRequest, minutes } from "#jobs";
import { openShop, pendingOrders } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertFollows,
  crash,
  crashEverywhere,
  type Run,
  simulate,
} from "#simulation";

const customer = (id: number) => ({ id, name: `Customer ${id}`, email: `customer-${id}@mail.example` });
const ordersOf = (customerId: number, ...ids: number[]) =>
  pendingOrders(...ids).map((order) => ({ ...order, customerId }));
const rows = { customers: [customer(1), customer(2)], orders: [...ordersOf(1, 7, 8), ...ordersOf(2, 3, 9)] };

const charging = (orderId: number, { refused = [] as string[] } = {}) => ({
  args: { orderId },
  shop: () => openShop(rows, { refused }),
  otherJobs: [sendReceipt, askForReview, noteForWarehouse],
});
const order7 = charging(7);
// The first specs look at some of your jobs only: the others are replaced by jobs that do nothing.
const order7With = (...jobs: unknown[]) => ({
  ...order7,
  otherJobs: order7.otherJobs.map((job) =>
    jobs.includes(job) ? job : defineJob({ name: job.name, async perform() {} }),
  ),
});

// Where the mails about an order go, as far as there are any.
const addresses = (orderId: number, customerId: number) => ({
  [`receipt ${orderId}`]: { to: customer(customerId).email },
  [`review-request ${orderId}`]: { to: customer(customerId).email },
  [`warehouse-note ${orderId}`]: { to: "warehouse@shop.example" },
});
// Looks at the addresses alone: which mails there must be is asked elsewhere.
const assertAddresses = (run: Run, orderId: number, customerId: number) =>
  assertEachOnce(run, {
    effects: [],
    only: [],
    details: addresses(orderId, customerId),
    rule: "A customer's mail goes to the email of the order's customer, the note to the warehouse's address.",
  });

const laterOrder = (id: number) => [`charge ${id}`, `receipt ${id}`, `review-request ${id}`];
const firstOrder = (id: number) => [...laterOrder(id), `warehouse-note ${id}`];
const allOfOrder7 = {
  effects: firstOrder(7),
  inOrder: false,
  details: addresses(7, 1),
  rule: "One charge, one receipt, one note and one review request, whatever happens to the worker.",
};

// A job of these specs, which does nothing but lead to some of yours.
const chargeEach = defineJob({
  name: "charge_each",
  async perform(_args: { orderIds: number[] }) {},
  followUps: ({ orderIds }) => orderIds.map((orderId) => jobRequest(chargeOrder, { orderId })),
});
const chargingEach = (orderIds: number[], options = {}) => ({
  ...charging(7, options),
  args: { orderIds },
  otherJobs: [chargeOrder, ...order7.otherJobs],
});

it("charges the order once in calm weather", async () => {
  const run = await simulate(chargeOrder, order7With());
  const rule = "The job charges the order that its arguments name, once.";
  assertEachOnce(run, { effects: ["charge 7"], only: ["charge"], rule });
});

it("mails a receipt when the order has been charged", async () => {
  const run = await simulate(chargeOrder, order7With(sendReceipt));
  const rule =
    "The receipt is a job of its own, enqueued when the charge has succeeded. Describing a job does not enqueue it.";
  assertEachOnce(run, { effects: ["charge 7", "receipt 7"], only: ["charge", "receipt"], rule });
  assertAddresses(run, 7, 1);
});

it("asks for a review five minutes after the receipt", async () => {
  const run = await simulate(chargeOrder, order7With(sendReceipt, askForReview));
  const rule =
    "The receipt leads to the review request: enqueued when the receipt is out, it waits 5 minutes from then.";
  assertEachOnce(run, { effects: ["receipt 7", "review-request 7"], only: ["receipt", "review-request"], rule });
  assertFollows(run, { effect: "review-request 7", after: "receipt 7", waitMs: minutes(5), rule });
  assertAddresses(run, 7, 1);
});

it("writes to the warehouse about a customer's first order, and about no later one", async () => {
  const rule =
    "The first order has the lowest id of all orders of that customer: compare the ids. Only it gets a note.";
  const first = await simulate(chargeOrder, order7);
  assertEachOnce(first, { effects: allOfOrder7.effects, inOrder: false, rule });
  assertAddresses(first, 7, 1);
  for (const { id, customerId } of [...ordersOf(1, 8), ...ordersOf(2, 9)]) {
    const later = await simulate(chargeOrder, charging(id));
    assertEachOnce(later, { effects: laterOrder(id), rule });
    assertAddresses(later, id, customerId);
  }
});

it("keeps orders apart, one after another and side by side", async () => {
  const run = await simulate(chargeEach, chargingEach([7, 8, 3]));
  const rule = "A key stands for one thing: what is done for another order has another key.";
  assertEachOnce(run, { effects: [...firstOrder(7), ...laterOrder(8), ...firstOrder(3)], inOrder: false, rule });
  assertAddresses(run, 3, 2);
  // While one worker waits for the bank, another one in the same process charges order 9.
  const two = await simulate(chargeEach, { ...chargingEach([7, 9]), concurrency: 2 });
  assertEachOnce(two, {
    effects: [...firstOrder(7), ...laterOrder(9)],
    inOrder: false,
    details: { ...addresses(7, 1), ...addresses(9, 2) },
    rule:
      "Orders 7 and 9 are charged at the same time, in one process. Both jobs share the variables of the module: keep " +
      "nothing there.",
  });
});

it("lets nothing follow when the card is declined", async () => {
  const run = await simulate(chargeEach, chargingEach([7, 8], { refused: ["charge 8"] }));
  const rule =
    "A declined card fails the job, and from a failed job nothing follows. Is the charge awaited, and its error let " +
    "through? And is nothing enqueued before it?";
  assertEachOnce(run, { ...allOfOrder7, failing: ["charge_order"], rule });
});

it("keeps the charge and the note when the receipt is refused, and asks for no review", async () => {
  const run = await simulate(chargeOrder, charging(7, { refused: ["receipt 7"] }));
  const rule =
    "A refused receipt fails send_receipt and nothing else: charge and note stand, a review is not asked for.";
  assertEachOnce(run, { effects: ["charge 7", "warehouse-note 7"], failing: ["send_receipt"], inOrder: false, rule });
});

it("charges nobody twice when the worker is killed right after the charge", async () => {
  const run = await simulate(chargeOrder, { ...order7, faults: [crash({ after: "charge 7" })] });
  assertEachOnce(run, { ...allOfOrder7, rule: "A crash repeats a request. Its idempotency key keeps it one charge." });
});

it("survives a crash before and after every operation", async () => {
  const rule =
    "What may be asked for twice has a key that stays the same: each charge, each mail (each job.enqueue, if you use it).";
  const order = "The receipt follows the charge, and the review follows 5 minutes after the receipt, in any weather.";
  for await (const run of crashEverywhere(chargeOrder, order7)) {
    assertEachOnce(run, { ...allOfOrder7, rule });
    assertFollows(run, { effect: "receipt 7", after: "charge 7", rule: order });
    assertFollows(run, { effect: "review-request 7", after: "receipt 7", waitMs: minutes(5), rule: order });
  }
});

it("withstands any number of crashes, wherever they strike", async () => {
  await assertExactlyOnce(chargeOrder, { ...order7, ...allOfOrder7 });
});
