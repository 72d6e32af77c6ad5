// Measures what a batch size costs: performs the job again and again in virtual time, under the given failures.
import type { Overhead } from "./overhead.ts";

export interface Work {
  /** Items in one job; the last batch may be short. */
  readonly items: number;
  readonly itemMs: number;
  readonly checkpointMs: number;
}

/**
 * Performs one job after another until the last failure has struck.
 *
 * What a failure finds unsaved is lost; the next execution begins at once, after the last checkpoint. A checkpoint
 * counts when it is complete.
 *
 * @param batch items between two checkpoints
 * @param failures the times between one failure and the next
 */
export function measure(batch: number, work: Work, failures: readonly number[]): Overhead {
  const whole = lapFrom(0, batch, work);
  let elapsedMs = 0;
  let usefulMs = 0;
  let checkpointsMs = 0;
  let done = 0;
  const save = ({ items, checkpoints }: Lap, times = 1): void => {
    usefulMs += times * items * work.itemMs;
    checkpointsMs += times * checkpoints * work.checkpointMs;
  };

  for (const untilFailureMs of failures) {
    elapsedMs += untilFailureMs;
    let leftMs = untilFailureMs;
    const rest = lapFrom(done, batch, work);
    if (rest.ms <= leftMs) {
      const jobs = Math.floor((leftMs - rest.ms) / whole.ms);
      save(rest);
      save(whole, jobs);
      leftMs -= rest.ms + jobs * whole.ms;
      done = 0;
    }
    // Less than the rest of this job is left: only full batches can still be saved, for the last one ends the job.
    const batches = Math.floor(leftMs / (batch * work.itemMs + work.checkpointMs));
    save({ items: batches * batch, checkpoints: batches, ms: 0 });
    done += batches * batch;
  }

  if (usefulMs === 0) {
    return { checkpoints: 0, redone: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };
  }
  const checkpoints = checkpointsMs / usefulMs;
  const total = (elapsedMs - usefulMs) / usefulMs;
  return { checkpoints, redone: total - checkpoints, total };
}

/** What is left of a job, when nothing goes wrong. */
interface Lap {
  readonly items: number;
  readonly checkpoints: number;
  readonly ms: number;
}

function lapFrom(done: number, batch: number, { items, itemMs, checkpointMs }: Work): Lap {
  const left = items - done;
  const checkpoints = Math.ceil(left / batch);
  return { items: left, checkpoints, ms: left * itemMs + checkpoints * checkpointMs };
}
