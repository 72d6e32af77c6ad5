import { describe, expect, test } from "vitest";
import { defineJob } from "#jobs";
import { openShop, type Shop } from "#shop";
import { crash, pointsOf, type Run, sigterm, simulate } from "#simulation";
import { careful, charges, chargingJob, orders } from "./orders.ts";

const effects = (run: Run) => run.effects.map(({ effect }) => effect);
const report = (customerId: number) => ({ customerId, orders: 1, totalCents: 100 });
const requests = (run: Run) => run.requests.map(({ effect }) => effect);

test("a calm run passes the gate in order, each operation with its name", async () => {
  const run = await simulate(careful, orders(1, 2));
  expect(run.end).toBe("finished");
  const start = ["lease", "open", "read orders"];
  const orderByOrder = ["charge 1", "save", "checkpoint", "charge 2", "save", "checkpoint"];
  const end = ["save", "acknowledge", "forget"];
  expect(pointsOf(run).map(({ name }) => name)).toEqual([...start, ...orderByOrder, ...end]);
  expect(pointsOf(run).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("each point says what was done, and about what", async () => {
  const points = pointsOf(await simulate(careful, orders(17)));
  const parts = points.map(({ verb, item }) => [verb, item]);
  expect(parts.slice(0, 5)).toEqual([
    ["lease", undefined],
    ["open", undefined],
    ["read", "orders"],
    ["charge", "17"],
    ["save", undefined],
  ]);
  expect(points.map(({ verb, item }) => [verb, item].join(" ").trim())).toEqual(points.map(({ name }) => name));
});

test("the same scenario gives the same run", async () => {
  const scenario = { ...orders(1, 2, 3), faults: [crash({ after: "charge 2" })] };
  const [one, other] = [await simulate(careful, scenario), await simulate(careful, scenario)];
  expect(JSON.stringify(one.entries)).toBe(JSON.stringify(other.entries));
});

describe("a stop request", () => {
  test("ends the execution at the next checkpoint, and another worker goes on", async () => {
    const run = await simulate(careful, { ...orders(1, 2, 3), faults: [sigterm({ after: "charge 2" })] });
    expect(run).toMatchObject({ end: "finished", executions: 2 });
    expect(requests(run)).toEqual(charges(1, 2, 3));
  });

  test("becomes a kill when the grace period runs out before the next checkpoint", async () => {
    const slow = chargingJob(async (order, shop, _job, set) => {
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      if (order.id === 5) await set();
    });
    const run = await simulate(slow, {
      ...orders(1, 2, 3, 4, 5),
      faults: [sigterm({ after: "charge 1" })],
      graceMs: 250,
    });
    const struck = run.entries.filter((entry) => entry.entry === "fault");
    expect(struck.map(({ kind, why }) => [kind, why])).toEqual([
      ["SIGTERM", "fault"],
      ["SIGKILL", "grace period over"],
    ]);
    // 100 ms each: the fourth charge would have ended after the grace period of 250 ms.
    expect(requests(run)).toEqual(charges(1, 2, 3, 4, 1, 2, 3, 4, 5));
    expect(effects(run)).toEqual(charges(1, 2, 3, 4, 5));
  });
});

describe("a crash", () => {
  test("before an operation leaves nothing of it", async () => {
    const run = await simulate(careful, { ...orders(1, 2, 3), faults: [crash({ before: "charge 2" })] });
    expect(requests(run)).toEqual(charges(1, 2, 3));
    expect(pointsOf(run).filter(({ applied }) => !applied)).toMatchObject([{ name: "charge 2" }]);
  });

  test("after an operation leaves the operation, and nobody who knows of it", async () => {
    const run = await simulate(careful, { ...orders(1, 2, 3), faults: [crash({ after: "charge 2" })] });
    expect(requests(run)).toEqual(charges(1, 2, 2, 3));
    expect(effects(run)).toEqual(charges(1, 2, 3));
  });

  test("runs no catch and no finally", async () => {
    const ran: string[] = [];
    const clinging = chargingJob(async (order, shop, job, set) => {
      try {
        await shop.payments.charge(order);
      } catch {
        ran.push(`catch in execution ${job.executions}`);
      } finally {
        ran.push(`finally in execution ${job.executions}`);
      }
      await set();
    });
    await simulate(clinging, { ...orders(1), faults: [crash({ after: "charge 1" })] });
    expect(ran).toEqual(["finally in execution 2"]);
  });

  test("keeps the lease until it runs out; then a second worker takes the job over", async () => {
    const calm = await simulate(careful, orders(1, 2, 3));
    const run = await simulate(careful, {
      ...orders(1, 2, 3),
      faults: [crash({ after: "charge 2" })],
      leaseMs: 60_000,
    });
    expect(run.executions).toBe(2);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(60_000);
    expect(calm.elapsedMs).toBeLessThan(1_000);
    expect(new Set(pointsOf(run).map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  test("with progress in the payload repeats everything since the execution began", async () => {
    const run = await simulate(careful, {
      ...orders(1, 2, 3),
      faults: [crash({ after: "charge 3" })],
      progress: "payload",
    });
    expect(requests(run)).toEqual(charges(1, 2, 3, 1, 2, 3));
  });

  test("takes along what was under way and not awaited", async () => {
    const twoAtOnce = chargingJob(async (order, shop, _job, set) => {
      await Promise.all([shop.reports.publish(report(order.id)), shop.payments.charge(order, { key: "charge" })]);
      await set();
    });
    const run = await simulate(twoAtOnce, { ...orders(1), faults: [crash({ after: "charge 1" })] });
    // Asked for first, and under way when the worker died: it never reached the outside then.
    expect(effects(run)).toEqual(["charge 1", "report 1"]);
  });
});

test("faults of several kinds strike one after another", async () => {
  const faults = [crash({ after: "charge 1" }), sigterm({ after: "charge 2" }), crash({ before: "charge 3" })];
  const run = await simulate(careful, { ...orders(1, 2, 3), faults });
  expect(run).toMatchObject({ end: "finished", executions: 4 });
  expect(effects(run)).toEqual(charges(1, 2, 3));
});

describe("faults that find no place to strike", () => {
  const [struck, nowhere, other] = [
    crash({ after: "charge 1" }),
    sigterm({ after: "charge 9" }),
    crash({ before: "charge 9" }),
  ];

  test("are named by the run, the others are not", async () => {
    const run = await simulate(careful, { ...orders(1, 2), faults: [nowhere, struck, other] });
    expect(run).toMatchObject({ end: "finished", executions: 2, neverStruck: [nowhere, other] });
    expect((await simulate(careful, { ...orders(1, 2), faults: [struck] })).neverStruck).toEqual([]);
  });

  test("are named, too, when the job failed or did not come to an end", async () => {
    const failing = chargingJob(() => Promise.reject(new Error("no")));
    const failed = await simulate(failing, { ...orders(1), faults: [nowhere] });
    expect(failed).toMatchObject({ end: "failed", neverStruck: [nowhere] });
    const cutOff = await simulate(careful, { ...orders(1, 2, 3), faults: [nowhere], maxPoints: 5 });
    expect(cutOff).toMatchObject({ end: "unfinished", neverStruck: [nowhere] });
  });
});

test("what other people do while no worker is alive happens between the executions", async () => {
  const run = await simulate(careful, {
    ...orders(1, 2, 3),
    faults: [sigterm({ after: "charge 1" })],
    whileStopped: (shop) => shop.cancel(3),
  });
  expect(effects(run)).toEqual(charges(1, 2));
});

test("a file that is delivered while no worker is alive is told, and read by the next one", async () => {
  const counting = defineJob({
    name: "counting",
    async perform(_args: null, job, shop: Shop) {
      const mail = async (template: string) => {
        const { length } = await shop.files.rows("sunday.csv");
        await shop.mailer.deliver({ template, about: length, to: "office@shop.example" }, { key: template });
      };
      await job.step("before", () => mail("before"));
      await job.step("after", () => mail("after"));
    },
  });
  const run = await simulate(counting, {
    args: null,
    shop: () => openShop({}, { files: { "sunday.csv": "reference\nA-1" } }),
    faults: [sigterm({ after: "before 1" })],
    whileStopped: (shop) => shop.deliver("sunday.csv", "reference\nA-1\nA-2"),
  });
  expect(effects(run)).toEqual(["before 1", "after 2"]);
  expect(run.entries.flatMap((entry) => (entry.entry === "meanwhile" ? [entry.text] : []))).toEqual([
    "file sunday.csv delivered",
  ]);
});

test("a job that never ends is cut off and reported as unfinished", async () => {
  const endless = defineJob({
    name: "endless",
    async perform(_args: null, job) {
      await job.step("turn", async (step) => {
        for (;;) await step.checkpoint();
      });
    },
  });
  const run = await simulate(endless, { ...orders(1), maxPoints: 500 });
  expect(run.end).toBe("unfinished");
});

test("a job that makes no progress between stop requests is cut off after so many executions", async () => {
  const stuck = defineJob({
    name: "stuck",
    async perform(_args: null, job, shop: Shop) {
      for await (const order of shop.orders.pending()) await shop.payments.charge(order, { key: `${order.id}` });
      throw new Error(`execution ${job.executions}`);
    },
  });
  const run = await simulate(stuck, { ...orders(1), maxExecutions: 10 });
  expect(run).toMatchObject({ end: "failed", executions: 1 });
  expect(run.error?.message).toBe("execution 1");
});

test("jobs that a job enqueues are performed as well", async () => {
  const receipt = defineJob({
    name: "send_receipt",
    async perform({ orderId }: { orderId: number }, _job, shop: Shop) {
      await shop.mailer.deliver({ template: "receipt", about: orderId, to: "a@example.com" }, { key: `r:${orderId}` });
    },
  });
  const chained = chargingJob(async (order, shop, job, set) => {
    await shop.payments.charge(order, { key: `charge:${order.id}` });
    await job.enqueue(receipt, { orderId: order.id }, { key: `receipt:${order.id}` });
    await set();
  });
  const run = await simulate(chained, {
    ...orders(1, 2),
    otherJobs: [receipt],
    faults: [crash({ after: "enqueue send_receipt" })],
  });
  expect(effects(run).toSorted()).toEqual(["charge 1", "charge 2", "receipt 1", "receipt 2"]);
});
