// How the demos write money and places in a row.
import { grouped } from "#terminal";

/** Cents as dollars: "$1,234.50". */
export const money = (cents: number): string =>
  `$${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** A place in a row: "1st", "22nd", "60th". */
export const ordinal = (number: number): string => `${grouped(number)}${endings[ordinals.select(number)]}`;

const ordinals = new Intl.PluralRules("en-US", { type: "ordinal" });
const endings = { one: "st", two: "nd", few: "rd", other: "th", many: "th", zero: "th" } as const;
