// What your jobs must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { askForReview, chargeOrder, noteForWarehouse, sendReceipt } from "#lesson/01-chaining";
import { defineJob, jobRequest, minutes, seconds } from "#jobs";
import { type OpenShop, openShop, type Order, type Shop } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertFollows,
  assertRedone,
  crashEverywhere,
  loseAnswer,
  refuse,
  type Run,
  simulate,
} from "#simulation";

const customer = (id: number) => ({ id, name: `Customer ${id}`, email: `customer-${id}@mail.example` });
const order = (customerId: number, id: number, more: Partial<Order> = {}): Order => {
  return { id, customerId, day: "2026-11-21", totalCents: 1_900, status: "pending", ...more };
};
const rows = {
  customers: [customer(1), customer(2), customer(3), customer(5), customer(55)],
  orders: [
    // Nothing but their ids tells 11 and 12 apart. As text, "100" would be the lowest id.
    order(1, 7, { day: "2026-11-22", totalCents: 2_500 }),
    order(1, 11),
    order(1, 12),
    order(1, 100, { status: "processed" }),
    order(2, 3, { status: "failed" }),
    order(2, 6),
    order(3, 4, { status: "processed" }),
    order(3, 8),
    // Two first orders; written side by side, the ids of customer and order are "555" in both.
    order(5, 55),
    order(55, 5),
  ],
};

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
// These replace one of your jobs to count it: each job that was enqueued has one effect, "send_receipt 7".
const counted = ({ name }: { name: string }) =>
  defineJob({
    name,
    async perform(_args: { orderId: number }, job, shop: Shop) {
      await shop.mailer.deliver({ template: name, about: 7, to: "counter@shop.example" }, { key: `${name} ${job.id}` });
    },
  });
// While no worker is alive, the bank confirms what it has charged: the orders become "processed".
const confirmed = { whileStopped: (shop: OpenShop) => void shop.settle() };

async function* calmAndKilled(scenario: typeof order7) {
  yield await simulate(chargeOrder, scenario);
  yield* crashEverywhere(chargeOrder, scenario);
}

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
const assertAtOnce = (run: Run, effect: string) =>
  assertFollows(run, {
    effect,
    after: "charge 7",
    slackMs: 500,
    rule: "Receipt and note follow the charge at once: they are enqueued when it has succeeded, without a wait.",
  });

const laterOrder = (id: number) => [`charge ${id}`, `receipt ${id}`, `review-request ${id}`];
const firstOrder = (id: number) => [...laterOrder(id), `warehouse-note ${id}`];
const allOfOrder7 = {
  effects: firstOrder(7),
  inOrder: false,
  details: addresses(7, 1),
  rule: "One charge, one receipt, one note and one review request, whatever happens to the worker.",
};

// A job of these specs, which does nothing but lead to one of yours, for each of some orders.
const forEach = (job: typeof sendReceipt) =>
  defineJob({
    name: "for_each_order",
    async perform(_args: { orderIds: number[] }) {},
    followUps: ({ orderIds }) => orderIds.map((orderId) => jobRequest(job, { orderId })),
  });
const orders = (orderIds: number[], options = {}) => ({
  ...charging(7, options),
  args: { orderIds },
  otherJobs: [chargeOrder, ...order7.otherJobs],
});

it("charges the order once in calm weather", async () => {
  const run = await simulate(chargeOrder, order7With());
  const rule =
    "charge_order charges the order that its arguments name, once, in perform. It sends no mail itself: each mail has a " +
    "job of its own.";
  assertEachOnce(run, { effects: ["charge 7"], amounts: { "charge 7": 2_500 }, rule });
});

it("mails a receipt when the order has been charged", async () => {
  const run = await simulate(chargeOrder, order7With(sendReceipt));
  const rule =
    "The receipt is a job of its own, enqueued when the charge has succeeded. Describing a job does not enqueue it.";
  assertEachOnce(run, { effects: ["charge 7", "receipt 7"], rule });
  assertAddresses(run, 7, 1);
  assertAtOnce(run, "receipt 7");
});

it("charges once and enqueues one receipt, wherever the worker is killed", async () => {
  const rule =
    "A job that is killed before it is done is performed again, from its first line. It asks for the charge with the same " +
    "key, and the same job follows: enqueued once, in the write that says done (or by a job.enqueue with the same key).";
  const otherJobs = order7.otherJobs.map(counted);
  for await (const run of calmAndKilled({ ...order7, ...confirmed, otherJobs })) {
    assertEachOnce(run, { effects: ["charge 7", "send_receipt 7"], only: ["charge", "send_receipt"], rule });
  }
});

it("asks for a review five minutes after the receipt", async () => {
  const run = await simulate(chargeOrder, order7With(sendReceipt, askForReview));
  const rule =
    "The receipt leads to the review request: enqueued when the receipt is out, it waits in the queue for 5 minutes. A job " +
    "that sleeps instead loses its lease.";
  assertEachOnce(run, { effects: laterOrder(7), rule });
  const review = { effect: "review-request 7", after: "receipt 7", waitMs: minutes(5), slackMs: seconds(1) };
  assertFollows(run, { ...review, rule });
  assertAddresses(run, 7, 1);
});

it("writes to the warehouse about a customer's first order, and about no later one", async () => {
  const rule =
    "The first order has the lowest id of all orders of that customer, whatever became of them: compare the ids. Only " +
    "it gets a note.";
  const first = await simulate(chargeOrder, order7);
  assertEachOnce(first, { effects: firstOrder(7), inOrder: false, rule });
  assertAddresses(first, 7, 1);
  assertAtOnce(first, "warehouse-note 7");
  // Now all four jobs are at work. A key would hide from the outside what is done twice.
  const twice =
    "On a calm day nothing is asked for twice: each job does its own part, and is enqueued once, by its parent.";
  assertRedone(first, { atMost: 0, rule: twice });
  // Customer 1 has another order, that of customer 2 failed, that of customer 3 has been processed.
  for (const { id, customerId } of [order(1, 11), order(2, 6), order(3, 8)]) {
    const later = await simulate(chargeOrder, charging(id));
    assertEachOnce(later, { effects: laterOrder(id), rule });
    assertAddresses(later, id, customerId);
  }
});

it("keeps orders apart, one after another and side by side", async () => {
  const run = await simulate(forEach(chargeOrder), orders([7, 11, 12, 55, 5]));
  const rule = "A key stands for one thing: what is done for another order has another key.";
  const later = [...laterOrder(11), ...laterOrder(12)];
  assertEachOnce(run, {
    effects: [...firstOrder(7), ...later, ...firstOrder(55), ...firstOrder(5)],
    inOrder: false,
    rule,
  });
  assertAddresses(run, 5, 55);
  const shared = "Both jobs share the variables of the module: keep nothing there.";
  // While one worker waits for the bank, another one in the same process charges order 6.
  const two = await simulate(forEach(chargeOrder), { ...orders([7, 6]), concurrency: 2 });
  assertEachOnce(two, {
    effects: [...firstOrder(7), ...laterOrder(6)],
    inOrder: false,
    details: { ...addresses(7, 1), ...addresses(6, 2) },
    rule: `Orders 7 and 6 are charged at the same time, in one process. ${shared}`,
  });
  for (const [job, verbs] of [
    [sendReceipt, ["receipt", "review-request"]],
    [askForReview, ["review-request"]],
    [noteForWarehouse, ["warehouse-note"]],
  ] as const) {
    const mails = await simulate(forEach(job), { ...orders([7, 5]), concurrency: 2 });
    assertEachOnce(mails, {
      effects: verbs.flatMap((verb) => [`${verb} 7`, `${verb} 5`]),
      only: verbs,
      inOrder: false,
      details: { ...addresses(7, 1), ...addresses(5, 55) },
      rule: `Two jobs ${job.name}, for orders 7 and 5, are performed at the same time, in one process. ${shared}`,
    });
  }
});

it("lets nothing follow when the card is declined", async () => {
  const rule =
    "A declined card fails the job, and from a failed job nothing follows. Is the charge awaited, and its error let " +
    "through? And is nothing enqueued before it?";
  // Order 5 would have been a first one, order 11 a later one.
  const run = await simulate(forEach(chargeOrder), orders([7, 11, 5], { refused: ["charge 11", "charge 5"] }));
  assertEachOnce(run, { ...allOfOrder7, failing: ["charge_order"], rule });
});

it("keeps what has happened when a mail is refused, and only that mail's job fails", async () => {
  const cases = [
    { refused: "receipt 7", failing: "send_receipt", happens: ["charge 7", "warehouse-note 7"] },
    { refused: "warehouse-note 7", failing: "note_for_warehouse", happens: laterOrder(7) },
    { refused: "review-request 7", failing: "ask_for_review", happens: ["charge 7", "receipt 7", "warehouse-note 7"] },
  ];
  for (const { refused, failing, happens } of cases) {
    const run = await simulate(chargeOrder, charging(7, { refused: [refused] }));
    const rule =
      `The service refuses ${refused}. That fails ${failing} and no other job: what does not follow from it happens ` +
      "all the same, and what follows from it does not.";
    assertEachOnce(run, { effects: happens, failing: [failing], inOrder: false, rule });
  }
});

it("survives a crash before and after every operation of all four jobs", async () => {
  const rule =
    "What may be asked for twice has a key that stays the same: each charge, each mail (each job.enqueue, if you use it).";
  const inOrder = "The receipt follows the charge, and the review follows 5 minutes after the receipt, in any weather.";
  for await (const run of crashEverywhere(chargeOrder, { ...order7, ...confirmed })) {
    assertEachOnce(run, { ...allOfOrder7, rule });
    assertFollows(run, { effect: "receipt 7", after: "charge 7", rule: inOrder });
    assertFollows(run, { effect: "review-request 7", after: "receipt 7", waitMs: minutes(5), rule: inOrder });
  }
  const otherJobs = [sendReceipt, counted(askForReview), counted(noteForWarehouse)];
  for await (const run of calmAndKilled({ ...order7, ...confirmed, otherJobs })) {
    const effects = ["charge 7", "receipt 7", "note_for_warehouse 7", "ask_for_review 7"];
    const once = "Each follow-up is enqueued once, however often its parent is performed.";
    assertEachOnce(run, { effects, inOrder: false, rule: once });
  }
});

it("loses nothing when a service fails for a moment", async () => {
  const rule =
    "The service did not do it, or did it and its answer was lost: the caller cannot tell. The job fails, is retried, " +
    "and asks again with the same key.";
  for (const effect of allOfOrder7.effects) {
    for (const fault of [refuse(effect), loseAnswer(effect)]) {
      assertEachOnce(await simulate(chargeOrder, { ...order7, faults: [fault] }), { ...allOfOrder7, rule });
    }
  }
});

it("withstands any number of crashes and failing services, wherever they strike", async () => {
  await assertExactlyOnce(chargeOrder, { ...order7, ...confirmed, ...allOfOrder7 });
});
