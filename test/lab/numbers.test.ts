// How numbers are written.
import { expect, it } from "vitest";
import { duration, percent, roundPercent } from "../../src/lab/numbers.ts";

const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

it.each([
  [0, "0 %"],
  [0.000_000_2, "<0.0001 %"],
  [0.000_055, "0.0055 %"],
  [0.006_66, "0.67 %"],
  [0.4, "40.0 %"],
  [39.62, "3,962 %"],
  [100.1, ">10,000 %"],
  [Number.POSITIVE_INFINITY, "no progress"],
])("the share %d is %s", (share, text) => {
  expect(spaced(percent(share))).toBe(text);
});

it.each([
  [0.005, "0.5 %"],
  [0.5, "50 %"],
  [10, "1,000 %"],
])("on the axis, %d is %s", (share, text) => {
  expect(spaced(roundPercent(share))).toBe(text);
});

it.each([
  [140, "140 ms"],
  [5_040, "5.04 s"],
  [12_000, "12 s"],
  [60_000, "1 min"],
  [65_000, "1 min 5 s"],
  [1_800_000, "30 min"],
  [9_960_000, "2 h 46 min"],
  [86_400_000 * 1_000 + 3_600_000, "1,000 d 1 h"],
])("%i ms are %s", (ms, text) => {
  expect(spaced(duration(ms))).toBe(text);
});
