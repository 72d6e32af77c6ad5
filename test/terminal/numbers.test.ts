// How numbers and times are written.
import { expect, it } from "vitest";
import { count, duration, grouped, rounded } from "#terminal";

const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

it.each([
  [0, "0 ms"],
  [140, "140 ms"],
  [999, "999 ms"],
  [5_040, "5.04 s"],
  [9_999, "9.99 s"],
  [12_000, "12 s"],
  [30_210, "30.2 s"],
  [59_999, "59.9 s"],
  [60_000, "1 min"],
  [65_000, "1 min 5 s"],
  [299_998, "4 min 59 s"],
  [1_800_000, "30 min"],
  [3_599_999, "59 min 59 s"],
  [9_960_000, "2 h 46 min"],
  [86_399_999, "23 h 59 min"],
  [86_400_000 * 1_000 + 3_600_000, "1,000 d 1 h"],
])("%i ms are %s", (ms, text) => {
  expect(spaced(duration(ms))).toBe(text);
});

it("writes a number with its thousands apart, its noun, its digits", () => {
  expect(grouped(6_000)).toBe("6,000");
  expect([spaced(count(1, "order")), spaced(count(6_000, "order"))]).toEqual(["1 order", "6,000 orders"]);
  expect([rounded(21.94, 3), rounded(120, 3)]).toEqual(["21.9", "120"]);
});
