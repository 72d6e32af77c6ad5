// The sizes that matter, side by side.
import { grouped } from "#terminal";
import type { Curve, Point } from "./curve.ts";
import { expected } from "./formula.ts";
import { percent } from "./shares.ts";
import type { LabOptions } from "./options.ts";

/** One row each for one item, the chosen size, that of the formula, and all items; none is shown twice. */
export function table({ points, chosen, formula }: Curve, options: LabOptions): readonly string[] {
  const shown = [...new Set([points[0], chosen, formula, points.at(-1)])].filter((point) => point !== undefined);
  const rows = shown
    .toSorted((one, other) => one.batch - other.batch)
    .map((point) => {
      const { batch, measured } = point;
      const names = [...(point === chosen ? ["chosen"] : []), ...(point === formula ? ["formula"] : [])];
      return line(names.join(", ") || extreme(point, options), grouped(batch), [
        percent(measured.checkpoints),
        percent(measured.redone),
        percent(measured.total),
        percent(expected(batch, options).total),
      ]);
    });
  return [line("", "batch", ["checkpoints", "redone", "measured", "by formula"]), ...rows];
}

const extreme = ({ batch }: Point, { items }: LabOptions): string => (batch === items ? "all in one" : "one by one");

const line = (name: string, batch: string, cells: readonly string[]): string =>
  `  ${name.padEnd(16)}${batch.padStart(9)}${cells.map((cell) => cell.padStart(13)).join("")}`;
