// How the lab writes numbers: counts, shares, durations.
import { noBreak } from "./text.ts";

/** A whole number with its thousands apart: "1,800". */
export const grouped = (number: number): string => number.toLocaleString("en-US");

/** A number with its noun: "1 item", "120 items". */
export const count = (number: number, noun: string): string =>
  `${grouped(number)}${noBreak}${noun}${number === 1 ? "" : "s"}`;

/** A share of the useful time: 0.0067 is "0.67 %". What never comes to an end has no share. */
export function percent(share: number): string {
  if (share === Number.POSITIVE_INFINITY) return `no${noBreak}progress`;
  const number = share * 100;
  if (number > 10_000) return `>10,000${noBreak}%`;
  if (number > 0 && number < 0.000_1) return `<0.0001${noBreak}%`;
  return `${decimals(number)}${noBreak}%`;
}

function decimals(number: number): string {
  if (number >= 100) return grouped(Math.round(number));
  if (number >= 10) return number.toFixed(1);
  if (number >= 0.1) return number.toFixed(2);
  return rounded(number, 2);
}

/** A round share, as it is on an axis: 0.5 is "50 %". */
export const roundPercent = (share: number): string => `${rounded(share * 100, 2)}${noBreak}%`;

/** A number in so many digits, without zeros that say nothing: "21.9", "120". */
export const rounded = (number: number, digits: number): string =>
  number.toLocaleString("en-US", { maximumSignificantDigits: digits });

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds in the units that one would say: "140 ms", "5.04 s", "1 min 5 s", "2 h 46 min". */
export function duration(ms: number): string {
  if (ms < second) return join([Math.round(ms), "ms"]);
  if (ms < minute) return join([Math.round(ms / 10) / 100, "s"]);
  if (ms < hour) return pair(ms, [minute, "min"], [second, "s"]);
  if (ms < day) return pair(ms, [hour, "h"], [minute, "min"]);
  return pair(ms, [day, "d"], [hour, "h"]);
}

type Unit = readonly [ms: number, name: string];

/** In two units; the second one is left out when it is 0. */
function pair(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const smalls = Math.round(ms / small);
  const inBig = big / small;
  const rest = smalls % inBig;
  const first = [Math.floor(smalls / inBig), bigName] as const;
  return rest === 0 ? join(first) : join(first, [rest, smallName]);
}

const join = (...parts: readonly (readonly [number, string])[]): string =>
  parts.map(([number, unit]) => `${grouped(number)}${noBreak}${unit}`).join(noBreak);
