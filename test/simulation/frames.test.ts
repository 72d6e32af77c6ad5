// The frames of one failure of each kind, whole, as lanes and as sentences; test/wrong keeps those of lesson mistakes.
// After a change on purpose: npx vitest run --project test test/simulation/frames -u; then read the diff.
import { afterEach, describe, expect, test } from "vitest";
import { defineJob } from "#jobs";
import type { Shop } from "#shop";
import { assertEachOnce, assertExactlyOnce, assertRedone, assertStopsWithin, BrokenRule } from "#simulation";
import { crash, crashEverywhere, frameForms, sigterm, sigtermEverywhere, simulate } from "#simulation";
import { careful, charges, chargingJob, keyless, later, orders } from "./orders.ts";

const idle = defineJob({ name: "idle", async perform(_args: null, _job, _shop: Shop) {} });

const stepless = defineJob({
  name: "stepless",
  async perform(_args: null, _job, shop: Shop) {
    for await (const order of shop.orders.pending()) await shop.payments.charge(order);
  },
});

const hesitant = defineJob({
  name: "hesitant",
  async perform(_args: null, job, shop: Shop) {
    await job.step("charge", async (step) => {
      await step.checkpoint();
      for await (const order of shop.orders.pending()) await shop.payments.charge(order, { key: `${order.id}` });
    });
  },
});

/** Each second time that it comes to an order, it sends a note first. */
const fickle = () => {
  let turn = 0;
  return chargingJob(async (order, shop, _job, set) => {
    turn += 1;
    if (turn % 2 === 0)
      await shop.mailer.deliver({ template: "note", about: order.id, to: "a@example.com" }, { key: "n" });
    await shop.payments.charge(order, { key: `${order.id}` });
    await set();
  });
};

/** Keeps the time in its cursor; here it only counts, so that the frame is the same each time. */
const dated = () => {
  let tick = 0;
  return defineJob({
    name: "dated",
    async perform(_args: null, job, shop: Shop) {
      await job.step<{ done: number; at: number }>("charge", { start: { done: 0, at: 0 } }, async (step) => {
        const { done } = step.cursor;
        for await (const order of shop.orders.pending().after(done)) {
          await shop.payments.charge(order, { key: `${order.id}` });
          await step.set({ done: order.id, at: (tick += 1) });
        }
      });
    },
  });
};

const tireless = chargingJob(async (_order, _shop, _job, set) => {
  for (;;) await set();
});

const hasty = chargingJob(async (order, shop, _job, set) => {
  if (order.id === 4) void later(() => shop.payments.charge(order));
  else await shop.payments.charge(order);
  await set();
});

const eager = chargingJob(async (order, shop, _job, set) => {
  await set();
  await shop.payments.charge(order, { key: `charge:${order.id}` });
});

const failing = chargingJob(async (order, shop, _job, set) => {
  if (order.id === 2) throw new RangeError("no such card");
  await shop.payments.charge(order, { key: `${order.id}` });
  await set();
});

/** Saves at the end only, so that it neither stops soon nor remembers how far it came. */
const forgetful = defineJob({
  name: "forgetful",
  async perform(_args: null, job, shop: Shop) {
    await job.step("charge", async (step) => {
      for await (const order of shop.orders.pending()) {
        await shop.payments.charge(order, { key: `charge:${order.id}` });
        if (order.id === 3) await step.checkpoint();
      }
    });
  },
});

const four = { ...orders(1, 2, 3, 4), effects: charges(1, 2, 3, 4) };
const all = async (runs: AsyncIterable<unknown>) => {
  for await (const run of runs) void run;
};

const failures: Readonly<Record<string, () => Promise<unknown>>> = {
  repeated: async () =>
    assertEachOnce(await simulate(keyless, { ...four, faults: [crash({ after: "charge 2" })] }), four),
  lost: async () => assertEachOnce(await simulate(eager, { ...four, faults: [crash({ before: "charge 2" })] }), four),
  failed: async () => assertEachOnce(await simulate(failing, four), four),
  unfinished: async () => assertEachOnce(await simulate(tireless, { ...four, maxPoints: 300 }), { effects: [] }),
  late: async () => assertEachOnce(await simulate(hasty, four), four),
  unexpected: async () => assertEachOnce(await simulate(careful, four), { effects: charges(1, 2, 3) }),
  "out-of-order": async () => assertEachOnce(await simulate(careful, four), { effects: charges(1, 3, 2, 4) }),
  redone: async () => {
    const run = await simulate(forgetful, { ...four, faults: [crash({ after: "charge 3" })] });
    assertRedone(run, { atMost: 1 });
  },
  "slow-to-stop": async () => {
    const run = await simulate(forgetful, { ...four, faults: [sigterm({ after: "charge 1" })] });
    assertStopsWithin(run, { effects: 0 });
  },
  "never-struck": async () =>
    assertEachOnce(await simulate(careful, { ...four, faults: [crash({ after: "charge 9" })] }), four),
  "no-checkpoint": () => all(sigtermEverywhere(stepless, four)),
  "no-effect": () => all(crashEverywhere(idle, four)),
  proof: () => assertExactlyOnce(keyless, four),
  "proof-redone": () => assertExactlyOnce(forgetful, { ...four, redoneAfterCrash: 1 }),
  stuck: () => assertExactlyOnce(hesitant, four),
  "not-deterministic": () => assertExactlyOnce(fickle(), { ...orders(1), effects: charges(1) }),
  "endless-states": () => assertExactlyOnce(dated(), { ...four, maxStates: 50 }),
  vacuous: () => assertExactlyOnce(idle, { ...four, effects: [] }),
};

const frameOf = async (fail: () => Promise<unknown>): Promise<string> => {
  const error: unknown = await fail().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BrokenRule)) throw new Error("no rule was broken", { cause: error });
  return error.message;
};

afterEach(() => frameForms({}));

describe.each(Object.entries(failures))("the frame of the failure %s", (name, fail) => {
  test("is the one that is kept", async () => {
    const frame = await frameOf(fail);
    expect(Math.max(...frame.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    await expect(`${frame}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("comes in sentences when they are asked for, without signs", async () => {
    frameForms({ sentences: true });
    const frame = await frameOf(fail);
    expect(Math.max(...frame.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(frame.split("\n\n")[1]).not.toMatch(/[●○✕▲=⚑◆∅]/);
    expect(frame.split("\n\n")[1]).toMatch(/In the end the outside\s+world had seen/);
    await expect(`${frame}\n`).toMatchFileSnapshot(`golden/${name}.sentences.txt`);
  });
});
