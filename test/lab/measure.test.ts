// The measurement: by hand, against the exact law, and against the formula.
import { describe, expect, it } from "vitest";
import { measuredCurve } from "../../src/lab/curve.ts";
import { failures } from "../../src/lab/failures.ts";
import { bestIntervalMs, expected } from "../../src/lab/formula.ts";
import { measure } from "../../src/lab/measure.ts";
import { defaults, type LabOptions } from "../../src/lab/options.ts";

describe("by hand: 5 items of 10 ms in batches of 2, a checkpoint takes 1 ms", () => {
  // Two batches of 21 ms and a short one of 11 ms: the job takes 53 ms.
  const work = { items: 5, itemMs: 10, checkpointMs: 1 };
  const after = (...times: readonly number[]) => {
    const { checkpoints, redone, total } = measure(2, work, times);
    expect(total).toBeCloseTo(checkpoints + redone, 12);
    return { checkpoints, redone };
  };
  const close = (number: number): unknown => expect.closeTo(number, 12);

  it.each([
    ["the whole job, and nothing more", [53], 3 / 50, 0],
    ["one batch; 9 ms of the next are lost", [30], 1 / 20, 9 / 20],
    ["a checkpoint that is cut off does not count", [41.5], 1 / 20, 20.5 / 20],
    ["it goes on after the last checkpoint", [30, 32], 3 / 50, 9 / 50],
    ["the next job begins at once", [53 + 21 + 5], 4 / 70, 5 / 70],
    ["three jobs between two failures, then the rest of a fourth", [3 * 53 + 42, 11 + 53], 15 / 250, 0],
    ["nothing done by an execution that is killed at once", [30, 5, 32], 3 / 50, 14 / 50],
  ])("%s", (_, times, checkpoints, redone) => {
    expect(after(...times)).toEqual({ checkpoints: close(checkpoints), redone: close(redone) });
  });

  it("no progress when no batch is ever done", () => {
    expect(measure(2, work, [20, 20.9, 3]).total).toBe(Number.POSITIVE_INFINITY);
  });
});

describe.each([1, 2, 3])("with the failures of seed %i", (seed) => {
  const work = { items: 10_000, itemMs: 100, checkpointMs: 40 };
  const mean = 1_800_000;
  const times = failures(seed, mean, 20_000);

  // A batch that has to start again until it is spared takes M·(e^(T/M) − 1) on average, T with its checkpoint.
  it.each([1, 10, 100, 1_000, 5_000, 10_000])("batches of %i cost what the exact law says", (batch) => {
    const takesMs = batch * work.itemMs + work.checkpointMs;
    const exact = (mean * Math.expm1(takesMs / mean)) / (batch * work.itemMs) - 1;
    const { total } = measure(batch, work, times);
    expect(total / exact).toBeGreaterThan(0.97);
    expect(total / exact).toBeLessThan(1.03);
  });
});

const settings: readonly (readonly [string, LabOptions])[] = [
  ["the defaults", defaults],
  ["many items", { ...defaults, items: 100_000 }],
  ["quick items", { ...defaults, items: 100_000, itemMs: 2, checkpointMs: 5 }],
  ["slow items", { ...defaults, items: 2_000, itemMs: 3_000, checkpointMs: 200, mtbfMin: 240 }],
  ["failures every minute", { ...defaults, items: 5_000, mtbfMin: 1 }],
];

describe.each(settings)("the formula holds with %s", (_, base) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("and seed %i", (seed) => {
    const options = { ...base, seed };
    const { best, formula } = measuredCurve(options);
    if (best === undefined) throw new Error("No size got a batch done: the setting is too harsh for this test.");
    const ratio = best.batch / (bestIntervalMs(options) / options.itemMs);
    expect(ratio).toBeGreaterThan(1 / 1.5);
    expect(ratio).toBeLessThan(1.5);
    // Three tenths of a percentage point, and a tenth of the least overhead.
    expect(Math.abs(formula.measured.total - expected(formula.batch, options).total)).toBeLessThan(0.003);
    expect(formula.measured.total).toBeLessThan(1.1 * best.measured.total);
  });
});

it("another seed gives another measurement, about as good", () => {
  const totals = [1, 2, 3].map((seed) => measuredCurve({ ...defaults, seed }).formula.measured.total);
  expect(new Set(totals).size).toBe(3);
  expect(Math.max(...totals) / Math.min(...totals)).toBeLessThan(1.03);
});
