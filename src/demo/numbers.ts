// How the demos write numbers: counts with their noun, money, durations, places in a row.
import { noBreak } from "./scene.ts";

/** A number with its noun: "1 order", "6,000 orders". */
export const count = (number: number, noun: string): string => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A whole number with its thousands apart: "6,000". */
export const grouped = (number: number): string => number.toLocaleString("en-US");

/** Cents as dollars: "$1,234.50". */
export const money = (cents: number): string =>
  `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** Milliseconds in the units that one would say: "25 s", "1 min 5 s", "2 h 46 min". What is smaller is rounded off. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return joined([seconds, "s"]);
  if (minutes < 60) return joined([minutes, "min"], [seconds % 60, "s"]);
  return joined([Math.floor(minutes / 60), "h"], [minutes % 60, "min"]);
}

/** A place in a row: "1st", "22nd", "60th". */
export const ordinal = (number: number): string => `${grouped(number)}${endings[ordinals.select(number)]}`;

const ordinals = new Intl.PluralRules("en-US", { type: "ordinal" });
const endings = { one: "st", two: "nd", few: "rd", other: "th", many: "th", zero: "th" } as const;

const joined = (...parts: readonly (readonly [number, string])[]): string =>
  parts
    .filter(([number], index) => index === 0 || number > 0)
    .map(([number, unit]) => `${number}${noBreak}${unit}`)
    .join(noBreak);
