// How a generated job comes by modules of its own in each process: it enters the registry as an exercise's modules do.
import type { AnyJobDefinition, JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { rememberModule } from "#simulation";
import type { Evaluate } from "./exercise.ts";

/** A job and the other jobs that it enqueues. */
export interface Subject {
  readonly job: JobDefinition<Json, Shop>;
  readonly otherJobs: readonly AnyJobDefinition<Shop>[];
}

/** The job as a spec imports it: the same for the explorer and for brute force. */
export function subjectOf(evaluate: Evaluate): Subject {
  const exports = evaluate(globalThis);
  rememberModule({ ...exports }, (globals) => ({ ...evaluate(globals) }));
  const { job, note, receipt } = exports;
  return { job, otherJobs: [...(note ? [note] : []), ...(receipt ? [receipt] : [])] };
}
