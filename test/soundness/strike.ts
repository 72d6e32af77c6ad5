// One run of a job with faults.
import { type Fault, type Run, simulate } from "#simulation";
import type { Subject } from "./process-memory.ts";
import type { World } from "./scenario.ts";

/** Runs a job with these faults; undefined when one of them found no place to strike. */
export type Strike = (faults: readonly Fault[]) => Promise<Run | undefined>;

/** A fault finds no place when the same job with the same faults goes another way than before: a job that is not deterministic. */
export function strikeAt({ job }: Subject, world: World): Strike {
  return async (faults) => {
    const run = await simulate(job, { ...world, faults });
    return run.neverStruck.length > 0 ? undefined : run;
  };
}
