// How shares are written.
import { expect, it } from "vitest";
import { percent, roundPercent } from "../../src/lab/shares.ts";

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
