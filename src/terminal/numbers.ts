// How numbers are written: with their thousands apart, with their noun, as times.
import { noBreak } from "./width.ts";

/** A whole number with its thousands apart: "6,000". */
export const grouped = (number: number): string => number.toLocaleString("en-US");

/** A number with its noun: "1 item", "6,000 items". */
export const count = (number: number, noun: string): string =>
  `${grouped(number)}${noBreak}${noun}${number === 1 ? "" : "s"}`;

/** A number in so many digits, without zeros that say nothing: "21.9", "120". */
export const rounded = (number: number, digits: number): string =>
  number.toLocaleString("en-US", { maximumSignificantDigits: digits });

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Milliseconds in the units that one would say: "140 ms", "5.04 s", "30.2 s", "1 min 5 s", "2 h 46 min". As on a clock, what
 * is not over yet does not count.
 */
export function duration(ms: number): string {
  if (ms < second) return join([Math.floor(ms), "ms"]);
  if (ms < 10 * second) return join([Math.floor(ms / 10) / 100, "s"]);
  if (ms < minute) return join([Math.floor(ms / 100) / 10, "s"]);
  if (ms < hour) return pair(ms, [minute, "min"], [second, "s"]);
  if (ms < day) return pair(ms, [hour, "h"], [minute, "min"]);
  return pair(ms, [day, "d"], [hour, "h"]);
}

type Unit = readonly [ms: number, name: string];

/** In two units; the second one is left out when it is 0. */
function pair(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const first = [Math.floor(ms / big), bigName] as const;
  const rest = Math.floor((ms % big) / small);
  return rest === 0 ? join(first) : join(first, [rest, smallName]);
}

const join = (...parts: readonly (readonly [number, string])[]): string =>
  parts.map(([number, unit]) => `${grouped(number)}${noBreak}${unit}`).join(noBreak);
