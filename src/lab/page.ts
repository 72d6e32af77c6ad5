// The whole output of the lab: what was set, the plot, the table, what to do.
import { count, duration, grouped, wrap } from "#terminal";
import { advice } from "./advice.ts";
import { comparison } from "./comparison.ts";
import { failureCount, measuredCurve } from "./curve.ts";
import { type LabOptions, meanMs } from "./options.ts";
import { plot } from "./plot.ts";
import { table } from "./table.ts";
import { row } from "./row.ts";

/** Measures, and says what came out. */
export function page(options: LabOptions): readonly string[] {
  const curve = measuredCurve(options);
  return [
    "Lab: how many items should one checkpoint cover?",
    "",
    ...setting(options),
    "",
    "Overhead (checkpoints and redone work, in % of the useful time) by batch size",
    "(both scales are logarithmic)",
    "",
    ...plot(curve, options),
    "",
    ...comparison(curve, options),
    "",
    "Overhead by batch size",
    ...table(curve, options),
    "",
    "What to do",
    ...wrap(advice(curve, options), { first: "  " }),
  ];
}

function setting(options: LabOptions): readonly string[] {
  const { items, itemMs, checkpointMs, batch, seed } = options;
  return [
    ...row("job", `${count(items, "item")}, ${duration(itemMs)} each: ${duration(items * itemMs)} of useful time`),
    ...row("checkpoint", `${duration(checkpointMs)}, after each batch; the chosen batch is ${count(batch, "item")}`),
    ...row("failure", `one in ${duration(meanMs(options))} on average; the batch under way is done again`),
    ...row("measured", `${grouped(failureCount)} failures from seed ${seed}, the same for each size; virtual time`),
  ];
}
