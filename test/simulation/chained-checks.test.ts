// The checks that runs with several jobs need: what follows what, what may fail, what is looked at, what it is worth.
import { describe, expect, test } from "vitest";
import { defineJob, jobRequest, minutes } from "#jobs";
import { openShop, type OpenShop, pendingOrders, type Shop } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertFollows,
  assertSaves,
  BrokenRule,
  crash,
  crashEverywhere,
  describeRun,
  drawTimeline,
  explore,
  sigterm,
  simulate,
} from "#simulation";
import { careful, chargingJob, orders } from "./orders.ts";

const mailing = (name: string, template: string) =>
  defineJob({
    name,
    async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
      const mail = { template, about: orderId, to: "customer@mail.example" };
      await shop.mailer.deliver(mail, { key: `${template}:${orderId}` });
    },
  });
const sendReceipt = mailing("send_receipt", "receipt");
const askForReview = mailing("ask_for_review", "review-request");

const chargeOrder = defineJob({
  name: "charge_order",
  async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
    await shop.payments.charge(await shop.orders.find(orderId), { key: `charge:${orderId}` });
  },
  followUps: ({ orderId }) => [
    jobRequest(sendReceipt, { orderId }),
    jobRequest(askForReview, { orderId }, { wait: minutes(5) }),
  ],
});

const order7 = (...refused: string[]) => ({
  args: { orderId: 7 },
  shop: () => openShop({ orders: pendingOrders(7) }, { refused }),
  otherJobs: [sendReceipt, askForReview],
});
const effects = ["charge 7", "receipt 7", "review-request 7"];

const messageOf = (check: () => void): string => {
  try {
    check();
  } catch (error) {
    if (error instanceof BrokenRule) return error.message;
    throw error;
  }
  return "nothing is wrong";
};

describe("assertFollows", () => {
  test("is content when the later effect comes later, and late enough", async () => {
    const run = await simulate(chargeOrder, order7());
    assertFollows(run, { effect: "receipt 7", after: "charge 7" });
    assertFollows(run, { effect: "review-request 7", after: "charge 7", waitMs: minutes(5) });
  });

  test("says how long it was, and how long it should have been", async () => {
    const run = await simulate(chargeOrder, order7());
    const wanted = { effect: "review-request 7", after: "charge 7", waitMs: minutes(6) };
    expect(messageOf(() => assertFollows(run, wanted))).toMatch("5 min after charge 7, not 6 min after it");
  });

  test("says when it was too long, if somebody cares", async () => {
    const run = await simulate(chargeOrder, order7());
    const review = { effect: "review-request 7", after: "charge 7", slackMs: 1_000 };
    assertFollows(run, { ...review, waitMs: minutes(5) });
    expect(messageOf(() => assertFollows(run, { ...review, waitMs: minutes(4) }))).toMatch(
      "5 min after charge 7, not 4 min after it",
    );
    expect(messageOf(() => assertFollows(run, review))).toMatch("5 min after charge 7, not at once.");
  });

  test("says when the two came the other way round, and when one never came", async () => {
    const run = await simulate(chargeOrder, order7());
    expect(messageOf(() => assertFollows(run, { effect: "charge 7", after: "receipt 7" }))).toMatch(
      "✗ charge 7 happened before receipt 7.",
    );
    expect(messageOf(() => assertFollows(run, { effect: "note 7", after: "receipt 7" }))).toMatch("✗ note 7 never");
    expect(messageOf(() => assertFollows(run, { effect: "receipt 7", after: "note 7" }))).toMatch("✗ note 7 never");
  });
});

describe("jobs that may fail", () => {
  const withoutReceipt = { effects: ["charge 7", "review-request 7"], failing: ["send_receipt"] };

  test("are named, and no other may", async () => {
    const run = await simulate(chargeOrder, order7("receipt 7"));
    assertEachOnce(run, withoutReceipt);
    const message = messageOf(() => assertEachOnce(run, { ...withoutReceipt, failing: ["ask_for_review"] }));
    expect(message).toMatch("✗ The job 'send_receipt' failed with ServiceRefusedError");
    expect(message).toMatch("is that the job that may fail of it?");
  });

  test("must fail", async () => {
    const run = await simulate(chargeOrder, order7());
    expect(messageOf(() => assertEachOnce(run, { effects, failing: ["send_receipt"] }))).toMatch(
      "✗ The job 'send_receipt' did not fail, although it should have.",
    );
  });

  test("have failed, too, when the worker died before it could tell", async () => {
    for await (const run of crashEverywhere(chargeOrder, order7("receipt 7"))) assertEachOnce(run, withoutReceipt);
  });

  test("have failed in an exploration, wherever crashes strike", async () => {
    const { states } = await assertExactlyOnce(chargeOrder, { ...order7("receipt 7"), ...withoutReceipt });
    expect(states).toBeGreaterThan(5);
    await expect(assertExactlyOnce(chargeOrder, { ...order7("receipt 7"), effects })).rejects.toThrow(/send_receipt/);
  });

  test("do not hide a fault that never struck", async () => {
    const run = await simulate(chargeOrder, { ...order7("receipt 7"), faults: [sigterm({ after: "receipt 7" })] });
    expect(messageOf(() => assertEachOnce(run, withoutReceipt))).toMatch("the run never came to that place");
  });
});

// The template is the verb of its effect, and this one has a space in it.
const sendVoucher = mailing("send_voucher", "gift card");

describe("what a check looks at", () => {
  test("may be some effects only, by their verbs, of whatever they consist", async () => {
    const run = await simulate(sendVoucher, order7());
    assertEachOnce(run, { effects: ["gift card 7"], only: ["gift card"] });
    assertEachOnce(run, { effects: [], only: ["gift"] });
    expect(drawTimeline(run)[0]).toBe("  execution 1  gift card 7 done");
  });

  test("may be some effects only", async () => {
    const run = await simulate(chargeOrder, order7());
    assertEachOnce(run, { effects: ["charge 7"], only: ["charge"] });
    expect(messageOf(() => assertEachOnce(run, { effects: ["charge 7"], only: ["charge", "receipt"] }))).toMatch(
      "✗ receipt 7 happened, and was not to happen.",
    );
  });

  test("may be what effects are worth", async () => {
    const run = await simulate(chargeOrder, order7());
    assertEachOnce(run, { effects, amounts: { "charge 7": 700 } });
    expect(messageOf(() => assertEachOnce(run, { effects, amounts: { "charge 7": 1_000 } }))).toMatch(
      "✗ charge 7 says $7.00, and $10.00 is right.",
    );
  });
});

describe("an effect that is wanted twice", () => {
  const both = ["receipt 7", "receipt 7"];
  const weekly = (key: (job: { readonly id: string }) => string) => {
    const mail = defineJob({
      name: "mail",
      async perform({ orderId }: { orderId: number }, job, shop: Shop) {
        await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@mail.example" }, { key: key(job) });
      },
    });
    const parent = defineJob({
      name: "two_weeks",
      async perform(_args: null) {},
      followUps: () => [jobRequest(mail, { orderId: 7 }), jobRequest(mail, { orderId: 7 })],
    });
    return simulate(parent, { ...order7(), args: null, otherJobs: [mail] });
  };

  test("is right when it happens twice", async () => {
    const run = await weekly(({ id }) => id);
    assertEachOnce(run, { effects: both });
    expect(messageOf(() => assertEachOnce(run, { effects: ["receipt 7"] }))).toMatch("✗ receipt 7 happened twice.");
    expect(messageOf(() => assertEachOnce(run, { effects: [...both, "receipt 7"] }))).toMatch("twice, and 3 times is");
  });

  test("is missing when it happens once", async () => {
    const run = await weekly(() => "the same");
    expect(messageOf(() => assertEachOnce(run, { effects: both }))).toMatch(
      "✗ receipt 7 happened once, and twice is right",
    );
    expect(messageOf(() => assertEachOnce(run, { effects: both }))).toMatch("Which earlier request had that key?");
  });
});

describe("what services are told", () => {
  const wanted = { effects, details: { "receipt 7": { to: "customer@mail.example", about: 7 } } };

  test("is checked where a spec says what is right", async () => {
    const run = await simulate(chargeOrder, order7());
    assertEachOnce(run, wanted);
    const other = { ...wanted, details: { "receipt 7": { to: "office@mail.example" } } };
    expect(messageOf(() => assertEachOnce(run, other))).toMatch(
      'The "to" of receipt 7 is "customer@mail.example", and "office@mail',
    );
  });

  test("is checked by a proof, though nothing else tells two states apart", async () => {
    const forgetful = defineJob({
      name: "forgetful",
      async perform({ orderId }: { orderId: number }, job, shop: Shop) {
        let to = "customer@mail.example";
        await job.step<number>("look", async () => void (to = "office@mail.example"));
        await job.step<number>("mail", async () => {
          await shop.mailer.deliver({ template: "receipt", about: orderId, to }, { key: "k" });
        });
      },
    });
    const office = { ...order7(), effects: ["receipt 7"], details: { "receipt 7": { to: "office@mail.example" } } };
    await expect(assertExactlyOnce(forgetful, office)).rejects.toThrow(/"customer@mail.example", and "office@mail/);
  });
});

describe("what other people do meanwhile", () => {
  const marketOrder = (reference: string) => ({ placedAt: "14:02", reference, totalCents: 100 });
  const booking = defineJob({
    name: "book_market_orders",
    async perform(_args: null, job, shop: Shop) {
      await job.step<string>("book", async (step) => {
        for await (const order of shop.marketplace.orders()) {
          if (step.cursor !== undefined && order.reference <= step.cursor) continue;
          await shop.marketplace.book(order, { key: `book:${order.reference}` });
          await step.set(order.reference);
        }
      });
    },
  });
  const market = { args: null, shop: () => openShop({ marketOrders: ["1", "2", "3"].map(marketOrder) }) };

  test("is told of the marketplace, too", async () => {
    const run = await simulate(booking, {
      ...market,
      faults: [sigterm({ after: "book 1" })],
      whileStopped: (shop) => {
        shop.withdraw("2");
        shop.placeAtMarket(marketOrder("4"));
      },
    });
    expect(drawTimeline(run).slice(0, 3).join("\n")).toMatchInlineSnapshot(`
      "  execution 1  book 1 SIGTERM ● to the queue
        meanwhile    market order 2 withdrawn and 4 placed
        execution 2  from cursor "1": book 3 ● 4 ● done"
    `);
  });

  test("makes another state of the files that were delivered, too", async () => {
    // Each time a row more is delivered, and this job goes wrong at the ninth: nothing else tells the states apart.
    const brittle = defineJob({
      name: "count_rows",
      async perform(_args: null, job, shop: Shop) {
        const { length } = await shop.files.rows("rows.csv");
        await job.step("book", async () => {
          if (length < 9) await shop.marketplace.book(marketOrder("1"), { key: "book:1" });
        });
      },
    });
    const rows = (count: number) => `reference\n${"A\n".repeat(count)}`;
    const files = { args: null, shop: () => openShop({}, { files: { "rows.csv": rows(1) } }), effects: ["book 1"] };
    const whileStopped = (shop: OpenShop) => {
      const length = (shop.fileTexts["rows.csv"] ?? "").trim().split("\n").length - 1;
      if (length < 9) shop.deliver("rows.csv", rows(length + 1));
    };
    expect((await explore(brittle, files)).flaw).toBe(undefined);
    const changing = await explore(brittle, { ...files, whileStopped });
    expect(changing.flaw).toMatchObject({ kind: "problem", problem: { kind: "lost", effect: "book 1" } });
  });

  test("makes another state of the marketplace, too", async () => {
    // One is withdrawn each time, and this job goes wrong when a single one is left: nothing else tells the states apart.
    const brittle = defineJob({
      name: "book_market_orders",
      async perform(_args: null, job, shop: Shop) {
        const left: string[] = [];
        for await (const { reference } of shop.marketplace.orders()) left.push(reference);
        await job.step("book", async () => {
          if (left.length > 1) await shop.marketplace.book(marketOrder("1"), { key: "book:1" });
        });
      },
    });
    const whileStopped = (shop: OpenShop) => {
      const last = shop.rows.marketOrders.at(-1);
      if (last && last.reference !== "1") shop.withdraw(last.reference);
    };
    // More of them than a service fails in a row: those are tried without a look at the name.
    const references = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(String);
    const longList = { args: null, shop: () => openShop({ marketOrders: references.map(marketOrder) }) };
    const calm = await explore(brittle, { ...longList, effects: ["book 1"] });
    expect(calm.flaw).toBe(undefined);
    const changing = await explore(brittle, { ...longList, whileStopped, effects: ["book 1"] });
    expect(changing.flaw).toMatchObject({ kind: "problem", problem: { kind: "lost", effect: "book 1" } });
  });

  test("stands between the executions, in words", async () => {
    const customers = [1, 2].map((id) => ({ id, name: `No. ${id}`, email: `${id}@mail.example` }));
    const rows = [...pendingOrders(1, 2, 3), ...pendingOrders(8).map((order) => ({ ...order, customerId: 2 }))];
    const run = await simulate(careful, {
      args: null,
      shop: () => openShop({ customers, orders: rows }),
      faults: [sigterm({ after: "charge 1" })],
      whileStopped: (shop) => {
        shop.settle();
        shop.cancel(3);
        shop.close(2);
        for (const order of pendingOrders(9)) shop.place(order);
      },
    });
    expect(`\n${drawTimeline(run).join("\n")}\n`).toMatchInlineSnapshot(`
      "
        execution 1  charge 1 SIGTERM ● to the queue
        meanwhile    customer 2 left, order 3 gone, order 9 placed, order 1 confirmed
        execution 2  from cursor 1: charge 2 ● 9 ● done
                     ● cursor saved
      "
    `);
    expect(`\n${describeRun(run).join("\n")}\n`).toMatchInlineSnapshot(`
      "
      Execution 1 did charge 1, was asked to stop by SIGTERM, saved cursor 1; then it went back to the queue.
      Meanwhile customer 2 left, order 3 gone, order 9 placed, order 1 confirmed.
      Durable at that time: progress saved at step 'charge', cursor 1; 1 effect, the last one charge 1.
      Execution 2 began from cursor 1, did charge 2, saved cursor 2, did charge 9, saved cursor 9, saved its progress; then it was done.
      In the end the outside world had seen 3 effects, the last one charge 9.
      "
    `);
  });
});

describe("assertSaves", () => {
  test("counts the writes of progress, the one at the end of the step included", async () => {
    const run = await simulate(careful, orders(1, 2, 3));
    assertSaves(run, { atMost: 4 });
    expect(messageOf(() => assertSaves(run, { atMost: 3 }))).toMatch(
      "✗ Progress was saved 4 times for 3 effects, at most 3 times allowed.",
    );
  });
});

describe("an effect that comes too late", () => {
  test("is the call that nobody awaits at the checkpoint, after a stop as in calm weather", async () => {
    const hasty = chargingJob(async (order, shop, _job, set) => {
      const charging = shop.payments.charge(order, { key: `charge:${order.id}` });
      await set();
      await charging;
    });
    for (const faults of [[], [sigterm({ before: "charge 1" })]]) {
      const run = await simulate(hasty, { ...orders(1, 2), faults });
      expect(messageOf(() => assertEachOnce(run, { effects: ["charge 1", "charge 2"] }))).toMatch(
        "✗ The job failed with UnawaitedCallError: shop.payments.charge(…) was called\n  without await",
      );
    }
  });

  // Another job keeps the worker busy meanwhile: the forgotten call comes to its end, and nothing is lost in calm weather.
  test("is seen by a proof, which lets the worker die before it", async () => {
    const forgotten = defineJob({
      name: "forgotten",
      async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
        const order = await shop.orders.find(orderId);
        void (async () => {
          for (let turn = 0; turn < 24; turn += 1) await Promise.resolve();
          await shop.payments.charge(order, { key: "k" });
        })();
      },
      followUps: ({ orderId }) => [jobRequest(sendReceipt, { orderId }), jobRequest(askForReview, { orderId })],
    });
    const wanted = { effects, inOrder: false };
    assertEachOnce(await simulate(forgotten, order7()), wanted);
    await expect(assertExactlyOnce(forgotten, { ...order7(), ...wanted })).rejects.toThrow(
      /charge 7 never happened[^]*forgotten 1 +(?:done\n|✕ killed)/,
    );
  });
});

test("two jobs of one name are told apart in the picture, and a worker that came to none is there", async () => {
  const twice = defineJob({
    name: "charge_both",
    async perform(_args: null) {},
    followUps: () => [jobRequest(sendReceipt, { orderId: 7 }), jobRequest(sendReceipt, { orderId: 8 })],
  });
  const run = await simulate(twice, { ...order7(), args: null, faults: [crash({ after: "lease" })] });
  expect(`\n${drawTimeline(run).join("\n")}\n`).toMatchInlineSnapshot(`
    "
      worker 1           ✕ killed
      charge_both 2      done
      send_receipt #1 1  receipt 7 done
      send_receipt #2 1  receipt 8 done
                         #2 1  second job of that name, execution 1   ✕ worker gone
    "
  `);
});

test("a lane that does not fit takes a second line when there are few lanes", async () => {
  const wordy = defineJob({
    name: "mail",
    async perform(_args: null, job, shop: Shop) {
      for (const step of ["first-of-the-steps", "second-of-the-steps", "third-of-the-steps"]) {
        await job.step(step, async () => {
          await shop.mailer.deliver({ template: step, about: 7, to: "a@mail.example" }, { key: step });
        });
      }
    },
  });
  expect(`\n${drawTimeline(await simulate(wordy, { ...orders(), args: null })).join("\n")}\n`).toMatchInlineSnapshot(`
    "
      execution 1  [first-of-the-steps] first-of-the-steps 7 [second-of-the-steps]
                   second-of-the-steps 7 [third-of-the-steps] third-of-the-steps 7
                   done
    "
  `);
});
