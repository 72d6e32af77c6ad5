// One sentence that says what to do.
import { count, duration, grouped } from "#terminal";
import type { Curve, Point } from "./curve.ts";
import { percent } from "./shares.ts";
import { type LabOptions, meanMs } from "./options.ts";

// Near its lowest point the curve is flat, and the measurement is good to one part in a hundred.
const closeEnough = 1.1;

/** What to do about the chosen batch size. */
export function advice({ chosen, formula, best }: Curve, options: LabOptions): string {
  if (best === undefined || options.itemMs > meanMs(options)) {
    return (
      `Split the items into smaller ones: an item takes ${duration(options.itemMs)} and a failure comes every ` +
      `${duration(meanMs(options))}, so most of the work is lost whatever the batch size.`
    );
  }
  const isGood = (point: Point): boolean => point.measured.total <= closeEnough * best.measured.total;
  if (isGood(chosen)) {
    return `Keep the batch at ${count(chosen.batch, "item")}: no size that was tried would save a tenth of the overhead.`;
  }
  // The formula has no luck in it; it fails only where an interval is long against the time between failures.
  const better = isGood(formula) ? formula : best;
  return (
    `Make the batch ${better === formula ? "about " : ""}${count(better.batch, "item")} instead of ${grouped(chosen.batch)}: the overhead falls from ` +
    `${percent(chosen.measured.total)} to ${percent(better.measured.total)}, and a SIGTERM waits up to ` +
    `${duration(better.batch * options.itemMs)} for the batch to end.`
  );
}
