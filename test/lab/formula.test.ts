// The formula, with numbers that can be checked by hand.
import { describe, expect, it } from "vitest";
import { bestBatch, bestIntervalMs, expected } from "../../src/lab/formula.ts";
import { defaults, type LabOptions } from "../../src/lab/options.ts";

const withDefaults = (changes: Partial<LabOptions>): LabOptions => ({ ...defaults, ...changes });

it("√(2 · 40 ms · 30 min) is 12 s, which is 120 items of 100 ms", () => {
  expect(bestIntervalMs(defaults)).toBe(12_000);
  expect(bestBatch(defaults)).toBe(120);
});

it.each<[Partial<LabOptions>, number, string]>([
  [{ itemMs: 10 }, 500, "no more than there are"],
  [{ itemMs: 10, items: 5_000 }, 1_200, "ten times as many when an item takes a tenth"],
  [{ checkpointMs: 160 }, 240, "twice as many when a checkpoint costs four times as much"],
  [{ mtbfMin: 120 }, 240, "twice as many when failures are four times as rare"],
  [{ itemMs: 60_000 }, 1, "at least one"],
  // √2 lies nearer to 1, but the two cost the same there; a little more, and 2 is better.
  [{ checkpointMs: 40, mtbfMin: 30, itemMs: 8_200 }, 2, "the better one of its two neighbours: 1.46"],
])("with %j it is %i items: %s", (changes, items) => {
  expect(bestBatch(withDefaults(changes))).toBe(items);
});

it("adds one checkpoint per batch and half a batch per failure", () => {
  const { checkpoints, redone, total } = expected(50, defaults);
  expect(checkpoints).toBeCloseTo(40 / 5_000, 12);
  expect(redone).toBeCloseTo(2_500 / 1_800_000, 12);
  expect(total).toBe(checkpoints + redone);
});

describe("no other size costs less by the formula", () => {
  it.each([defaults, withDefaults({ itemMs: 7 }), withDefaults({ mtbfMin: 1, checkpointMs: 900 })])("%j", (options) => {
    const least = expected(bestBatch(options), options).total;
    for (let batch = 1; batch <= options.items; batch += 1) {
      expect(expected(batch, options).total).toBeGreaterThanOrEqual(least);
    }
  });
});
