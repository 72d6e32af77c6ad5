// Failures are random, but not from one call to the next.
import { expect, it } from "vitest";
import { failures } from "../../src/lab/failures.ts";

const seeds = [1, 2, 3, 4, 5, 1_000, 2 ** 31, 2 ** 32 - 1];

it("the same seed gives the same failures, another seed others", () => {
  expect(failures(7, 1_000, 50)).toEqual(failures(7, 1_000, 50));
  expect(new Set(seeds.map((seed) => failures(seed, 1_000, 1)[0])).size).toBe(seeds.length);
});

it.each(seeds)("seed %i has the mean, and the spread that comes with no memory", (seed) => {
  const times = failures(seed, 1_000, 20_000);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const later = (than: number): number => times.filter((time) => time > than).length / times.length;
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  expect(mean).toBeGreaterThan(970);
  expect(mean).toBeLessThan(1_030);
  expect(later(1_000)).toBeCloseTo(Math.exp(-1), 1.7);
  expect(later(3_000)).toBeCloseTo(Math.exp(-3), 1.7);
  // One failure says nothing about the next.
  const pairs = times.filter((time, index) => time > 1_000 && (times[index + 1] ?? 0) > 1_000).length / times.length;
  expect(pairs).toBeCloseTo(Math.exp(-2), 1.7);
});
