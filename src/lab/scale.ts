// The two scales of the plot. Both are logarithmic, for what counts is how many times more one size costs than another.

/** How many columns the scale of batch sizes has. */
const columns = 64;

/** Its columns. */
export const places: readonly number[] = Array.from({ length: columns }, (_, place) => place);

/** Which batch size, not rounded, a column stands for: the first for one item, the last for all of them. */
export const sizeAt = (place: number, items: number): number => items ** (place / (columns - 1));

/** In which column a batch size is. */
export const placeOf = (size: number, items: number): number =>
  Math.round((Math.log(size) / Math.log(items)) * (columns - 1));

export interface Heights {
  /** How many rows there are; row 0 is the highest. */
  readonly rows: number;
  /** In which row a value is: above the scale is the highest row. */
  rowOf(value: number): number;
  /** Whether a value is more than the scale shows. */
  isAbove(value: number): boolean;
  /** The round values and their rows. */
  readonly ticks: ReadonlyMap<number, number>;
}

const rows = 14;

// From 0.0001 %, which no options reach, to 1,000 %: beyond that it makes no difference how bad it is.
const least = 1e-6;
const most = 10;
const roundShares: readonly number[] = [-6, -5, -4, -3, -2, -1, 0, 1]
  .flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)))
  .filter((share) => share <= most);

/** A scale of overheads on which all these values are, unless they are beyond a thousand per cent. */
export function heights(values: readonly number[]): Heights {
  const highest = Math.min(Math.max(...values), most);
  const top = roundShares.find((share) => share >= highest) ?? most;
  const lowest = Math.min(...values);
  const bottom = roundShares.findLast((share) => share <= lowest && share < top) ?? least;
  const rowOf = (value: number): number => {
    const height = Math.log(Math.min(value, top) / bottom) / Math.log(top / bottom);
    return Math.round((1 - height) * (rows - 1));
  };
  // Over many decades, only the decades have a row to themselves.
  const labelled = top / bottom > 1_000 ? roundShares.filter((_, index) => index % 3 === 0) : roundShares;
  const ticks = new Map(
    labelled.filter((share) => share >= bottom && share <= top).map((share) => [rowOf(share), share]),
  );
  return { rows, rowOf, isAbove: (value) => value > top, ticks };
}

/** 1, 2, 5, 10, 20, 50 and so on up to `to`. */
export const roundNumbers = (to: number): readonly number[] =>
  [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    .flatMap((decade) => [decade, 2 * decade, 5 * decade])
    .filter((number) => number <= to);
