// What the formula says: the price of checkpoints against the price of failures.
import { type LabOptions, meanMs } from "./options.ts";
import type { Overhead } from "./overhead.ts";

/**
 * The time between two checkpoints that costs least: √(2·C·M).
 *
 * J. W. Young, "A first order approximation to the optimum checkpoint interval", Communications of the ACM, 1974.
 */
export const bestIntervalMs = (options: LabOptions): number => Math.sqrt(2 * options.checkpointMs * meanMs(options));

/**
 * What a batch size costs: one checkpoint per batch, and half a batch per failure.
 *
 * First order, as in the paper: a failure strikes a batch at most once, and never a checkpoint.
 */
export function expected(batch: number, options: LabOptions): Overhead {
  const intervalMs = batch * options.itemMs;
  const checkpoints = options.checkpointMs / intervalMs;
  const redone = intervalMs / 2 / meanMs(options);
  return { checkpoints, redone, total: checkpoints + redone };
}

/** The batch size whose interval costs least: √(2·C·M)/w in whole items, at least one and at most all of them. */
export function bestBatch(options: LabOptions): number {
  const exact = bestIntervalMs(options) / options.itemMs;
  const within = (batch: number): number => Math.min(Math.max(batch, 1), options.items);
  const below = within(Math.floor(exact));
  const above = within(Math.ceil(exact));
  return expected(above, options).total < expected(below, options).total ? above : below;
}
