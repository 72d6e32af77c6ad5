// The formula and the measurement, side by side in words.
import { count, duration, grouped, noBreak, rounded } from "#terminal";
import type { Curve } from "./curve.ts";
import { bestIntervalMs, expected } from "./formula.ts";
import { percent } from "./shares.ts";
import { type LabOptions, meanMs } from "./options.ts";
import { row } from "./row.ts";

/** What the formula says, what was measured, and why the two differ where they do. */
export function comparison({ points, formula, best }: Curve, options: LabOptions): readonly string[] {
  const { checkpointMs, itemMs } = options;
  const times = `√(2${noBreak}·${noBreak}${duration(checkpointMs)}${noBreak}·${noBreak}${duration(meanMs(options))})`;
  const exact = bestIntervalMs(options) / itemMs;
  const shown = rounded(exact, 3);
  const size = count(formula.batch, "item");
  const measured = `with ${size}, ${percent(formula.measured.total)}`;
  const sizes = count(points.length, "size");
  return [
    ...row(
      "formula",
      `√(2·C·M)/w = ${times} / ${duration(itemMs)} = ${shown}${noBreak}items` +
        `${shown === grouped(formula.batch) ? "" : `, ${possible(exact, options)}so ${size}`}: ` +
        percent(expected(formula.batch, options).total),
    ),
    ...row(
      "measured",
      best === undefined
        ? `with none of ${sizes} was a batch ever done`
        : best === formula
          ? `${measured}, the least of ${sizes}`
          : `${measured}; the best of ${sizes} is ${count(best.batch, "item")}, ${percent(best.measured.total)}`,
    ),
    ...differences(formula.batch, options).flatMap((why) => row("difference", why)),
  ];
}

function possible(exact: number, { items }: LabOptions): string {
  if (exact < 1) return "less than one, ";
  return exact > items ? "more than there are, " : "";
}

/** What the formula leaves out, where it matters. */
function differences(batch: number, options: LabOptions): readonly string[] {
  const { items, itemMs, checkpointMs } = options;
  const checkpoints = Math.ceil(items / batch);
  const batchMs = batch * itemMs + checkpointMs;
  const short =
    `the last batch is short: the job saves ${count(checkpoints, "checkpoint")}, ` +
    `the formula counts ${rounded(items / batch, 3)}`;
  const long =
    `a batch and its checkpoint take ${duration(batchMs)}; the formula is meant for batches that are ` +
    `short against ${duration(meanMs(options))}`;
  return [...(checkpoints > 1.02 * (items / batch) ? [short] : []), ...(batchMs > meanMs(options) / 10 ? [long] : [])];
}
