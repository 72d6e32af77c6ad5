// How the lab writes shares.
import { grouped, noBreak, rounded } from "#terminal";

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
