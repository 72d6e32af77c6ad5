// The measured curve: what each of many batch sizes costs under the same failures.
import { failures } from "./failures.ts";
import { bestBatch } from "./formula.ts";
import { measure } from "./measure.ts";
import { type LabOptions, meanMs } from "./options.ts";
import type { Overhead } from "./overhead.ts";
import { places, sizeAt } from "./scale.ts";

/** So many that luck moves a number by about one part in a hundred. */
export const failureCount = 20_000;

export interface Point {
  readonly batch: number;
  readonly measured: Overhead;
}

export interface Curve {
  /** By ascending batch size, from one item to all items. */
  readonly points: readonly Point[];
  readonly chosen: Point;
  readonly formula: Point;
  /** The one with the least overhead; `undefined` when no size ever gets a batch done. */
  readonly best: Point | undefined;
}

/** Measures one batch size for each place on the scale, the chosen one and that of the formula. */
export function measuredCurve(options: LabOptions): Curve {
  const strikes = failures(options.seed, meanMs(options), failureCount);
  const formula = bestBatch(options);
  const sizes = [...places.map((place) => Math.round(sizeAt(place, options.items))), options.batch, formula];
  const points = [...new Set(sizes)]
    .toSorted((one, other) => one - other)
    .map((batch) => ({ batch, measured: measure(batch, options, strikes) }));
  const at = (size: number): Point => points.find(({ batch }) => batch === size) as Point;
  return { points, chosen: at(options.batch), formula: at(formula), best: leastOf(points) };
}

function leastOf(points: readonly Point[]): Point | undefined {
  const least = points.reduce((one, other) => (other.measured.total < one.measured.total ? other : one));
  return Number.isFinite(least.measured.total) ? least : undefined;
}
