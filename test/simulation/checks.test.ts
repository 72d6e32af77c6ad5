import { describe, expect, test } from "vitest";
import {
  assertEachOnce,
  assertFollows,
  assertRedone,
  assertSaves,
  assertStopsWithin,
  BrokenRule,
  crash,
  crashEverywhere,
  type Run,
  sigterm,
  sigtermEverywhere,
  simulate,
} from "#simulation";
import { careful, charges, chargingJob, keyless, orders, later } from "./orders.ts";

const messageOf = (check: () => void): string => {
  try {
    check();
  } catch (error) {
    if (error instanceof BrokenRule) return error.message;
    throw error;
  }
  return "nothing is wrong";
};

const collect = async (runs: AsyncIterable<Run>): Promise<readonly Run[]> => {
  const all: Run[] = [];
  for await (const run of runs) all.push(run);
  return all;
};

describe("assertEachOnce", () => {
  test("is content with a calm run", async () => {
    const run = await simulate(careful, orders(1, 2));
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1, 2) }))).toBe("nothing is wrong");
  });

  test("shows what happened twice", async () => {
    const run = await simulate(keyless, { ...orders(1, 2, 3), faults: [crash({ after: "charge 2" })] });
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1, 2, 3) }))).toMatchInlineSnapshot(`
      "✗ charge 2 happened twice.

        execution 1  charge 1 ● 2 ✕ killed
        execution 2  from cursor 1: charge 2 ▲ ● 3 ● done
                     ● cursor saved   ✕ worker gone   ▲ second time

        Rule  Each effect happens exactly once, whatever happens to the worker.
        Next  Find ▲ above. The request had no key, so the service could not know that
              it came a second time."
    `);
  });

  test("shows what was lost", async () => {
    const early = chargingJob(async (order, shop, _job, set) => {
      await set();
      await shop.payments.charge(order);
    });
    const run = await simulate(early, { ...orders(1, 2, 3), faults: [sigterm({ after: "charge 1" })] });
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1, 2, 3) }))).toMatchInlineSnapshot(`
      "✗ charge 2 never happened.

        execution 1  ● charge 1 SIGTERM ● to the queue
        execution 2  from cursor 2: charge 2 ∅ ● 3 done
                     ● cursor saved   ∅ never happened

        Rule  Each effect happens exactly once, whatever happens to the worker.
        Next  Find the execution that passed over it. What did its cursor name, and
              what does the lookup leave out because of that?"
    `);
  });

  test("shows what nobody asked for", async () => {
    const run = await simulate(careful, orders(1, 2));
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1) }))).toMatch("✗ charge 2 happened, and was not");
  });

  test("shows what came out of order, unless the order does not matter", async () => {
    const run = await simulate(careful, orders(1, 2));
    expect(messageOf(() => assertEachOnce(run, { effects: charges(2, 1) }))).toMatch(
      "charge 1 happened before charge 2",
    );
    expect(messageOf(() => assertEachOnce(run, { effects: charges(2, 1), inOrder: false }))).toBe("nothing is wrong");
  });

  test("shows why a job failed", async () => {
    const failing = chargingJob(() => Promise.reject(new RangeError("no such card")));
    const run = await simulate(failing, orders(1));
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1) }))).toMatch(
      "✗ The job failed with RangeError: no such card",
    );
  });

  test("shows that a job did not come to an end", async () => {
    const endless = chargingJob(async (_order, _shop, _job, set) => {
      for (;;) await set();
    });
    const run = await simulate(endless, { ...orders(1), maxPoints: 300 });
    expect(messageOf(() => assertEachOnce(run, { effects: [] }))).toMatch("✗ The job did not come to an end");
  });

  test("shows an effect that came after the acknowledgement", async () => {
    const hasty = chargingJob(async (order, shop, _job, set) => {
      void later(() => shop.payments.charge(order));
      await set();
    });
    const run = await simulate(hasty, orders(1));
    expect(messageOf(() => assertEachOnce(run, { effects: charges(1) }))).toMatch(
      "✗ charge 1 happened after the job had been acknowledged as done.",
    );
  });
});

describe("assertRedone", () => {
  test("counts requests for work that was done, though a key hid them", async () => {
    const run = await simulate(careful, { ...orders(1, 2), faults: [crash({ after: "charge 2" })] });
    expect(messageOf(() => assertRedone(run, { atMost: 1 }))).toBe("nothing is wrong");
    expect(messageOf(() => assertRedone(run, { atMost: 0 }))).toMatch("charge 2 was done and asked for again");
  });

  test("does not take a failed job for a frugal one", async () => {
    const failing = chargingJob(() => Promise.reject(new Error("no")));
    const run = await simulate(failing, orders(1));
    expect(messageOf(() => assertRedone(run, { atMost: 5 }))).toMatch("✗ The job failed: no");
  });
});

describe("assertStopsWithin", () => {
  test("counts the effects that came after SIGTERM", async () => {
    const rare = chargingJob(async (order, shop, _job, set) => {
      await shop.payments.charge(order, { key: `charge:${order.id}` });
      if (order.id === 3) await set();
    });
    const run = await simulate(rare, { ...orders(1, 2, 3, 4), faults: [sigterm({ after: "charge 1" })] });
    expect(messageOf(() => assertStopsWithin(run, { effects: 2 }))).toBe("nothing is wrong");
    expect(messageOf(() => assertStopsWithin(run, { effects: 1 }))).toMatch("the job went on: charge 2, charge 3.");
  });
});

describe("a fault that never struck", () => {
  const missed = { ...orders(1, 2), faults: [crash({ after: "charge 9" })] };
  const unstruck = "✗ This spec wants SIGKILL after charge 9, but the run never came to that place.";

  const content: Readonly<Record<string, (run: Run) => void>> = {
    assertEachOnce: (run) => assertEachOnce(run, { effects: charges(1, 2) }),
    assertRedone: (run) => assertRedone(run, { atMost: 9 }),
    assertStopsWithin: (run) => assertStopsWithin(run, { effects: 9 }),
    assertFollows: (run) => assertFollows(run, { effect: "charge 2", after: "charge 1" }),
    assertSaves: (run) => assertSaves(run, { atMost: 9 }),
  };

  test.each(Object.entries(content))("does not pass %s, which is content otherwise", async (_name, check) => {
    const calm = await simulate(careful, orders(1, 2));
    expect(messageOf(() => check(calm))).toBe("nothing is wrong");
    const run = await simulate(careful, missed);
    expect(messageOf(() => check(run))).toMatch(unstruck);
  });

  const wrong: Readonly<Record<string, readonly [found: string, check: (run: Run) => void]>> = {
    assertEachOnce: ["✗ charge 3 never happened.", (run) => assertEachOnce(run, { effects: charges(1, 2, 3) })],
    assertRedone: ["✗ charge 1 was done and asked for again", (run) => assertRedone(run, { atMost: 0 })],
    assertStopsWithin: ["✗ After SIGTERM the job went on", (run) => assertStopsWithin(run, { effects: 0 })],
    assertFollows: [
      "✗ charge 3 never happened.",
      (run) => assertFollows(run, { effect: "charge 3", after: "charge 1" }),
    ],
    assertSaves: ["✗ Progress was saved 3 times", (run) => assertSaves(run, { atMost: 2 })],
  };

  test.each(Object.entries(wrong))("comes after what else is wrong in %s", async (_name, [found, check]) => {
    // Is asked to stop before the second charge, goes on, and asks for the first one again after a crash.
    const faults = [crash({ after: "charge 1" }), sigterm({ before: "charge 2" }), ...missed.faults];
    const run = await simulate(careful, { ...missed, faults });
    expect(messageOf(() => check(run))).toMatch(found);
  });

  test("comes after the failure of the job", async () => {
    const failing = chargingJob(() => Promise.reject(new Error("no")));
    const run = await simulate(failing, missed);
    for (const check of Object.values(content)) {
      expect(messageOf(() => check(run))).toMatch(/✗ The job failed: no|✗ charge 1 never happened/);
    }
  });
});

describe("a fault everywhere", () => {
  test("strikes once at each checkpoint of a calm run", async () => {
    const runs = await collect(sigtermEverywhere(careful, orders(1, 2, 3)));
    expect(runs.map(({ executions }) => executions)).toEqual([2, 2, 2]);
  });

  test("strikes before and after each operation of a calm run", async () => {
    const runs = await collect(crashEverywhere(careful, orders(1)));
    // lease, open, charge, save, save at the end of the step, acknowledge and forget.
    expect(runs.length).toBe(2 * 7);
    expect(runs.every(({ end }) => end === "finished")).toBe(true);
  });

  test("needs a checkpoint to stop at", async () => {
    const blind = chargingJob(async (order, shop) => void (await shop.payments.charge(order)));
    await expect(collect(sigtermEverywhere(blind, orders(1, 2)))).rejects.toThrow(
      "The job has no checkpoint at which it could be stopped.",
    );
  });

  test("needs an effect to crash at", async () => {
    await expect(collect(crashEverywhere(careful, orders()))).rejects.toThrow("The job has no effect before or after");
  });

  test("yields a calm run that already goes wrong, for the check to see", async () => {
    const failing = chargingJob(() => Promise.reject(new Error("no")));
    const runs = await collect(sigtermEverywhere(failing, orders(1)));
    expect(runs.map(({ end }) => end)).toEqual(["failed"]);
  });
});
