// Our events, payloads and cursors in the words of the job-iteration recording.
import { EnumerationError, type JobEvent, type Json, type NestedCursor, type QueuedJob, type Slice } from "#jobs";
import type { Build } from "./iteration-language.ts";
import type { RecordedEvent } from "./recording.ts";

/** What it calls the reasons that have another name here; one that a job gave itself has none there. */
const reasons: Readonly<Record<string, string | null>> = {
  max_runtime_exceeded: "max_job_runtime_exceeded",
  throttled: null,
  retry: null,
};

export const asReason = (reason: string): string | null => (reason in reasons ? (reasons[reason] ?? null) : reason);

/** A cursor as theirs is. Where ours says more, as which parent is in progress, that is left out. */
export function asCursor(build: Build, cursor: Json | undefined): Json {
  switch (build.kind) {
    case "throttle":
      return asCursor(build.inner, cursor);
    case "nested":
      if (cursor === undefined) return null;
      // The only level has no parents, so there is nothing below its own place.
      return build.depth === 1 ? [(cursor as NestedCursor).after ?? null] : asParts(cursor, build.depth);
    case "parallel_array": {
      if (cursor === undefined) return null;
      const { instance, instances, inner = null } = cursor as Slice;
      return { instance, instances, inner_cursor: inner };
    }
    case "csv_batches":
      // Ours is the number of the last row, theirs that of the batch.
      return cursor === undefined ? null : Math.floor(Number(cursor) / (build.batch_size ?? 100));
    default:
      return cursor ?? null;
  }
}

/** One part for each level: the last parent that is done, and at the lowest level the last item. */
function asParts(cursor: Json | undefined, depth: number): readonly Json[] {
  if (depth === 1) return [cursor ?? null];
  const { after = null, inner } = (cursor ?? {}) as NestedCursor;
  return [after, ...asParts(inner, depth - 1)];
}

export interface PayloadState {
  readonly build: Build;
  readonly executions: number;
  /** Seconds. */
  readonly delay: number | null;
}

/** A payload as job-iteration writes it. */
export function asEnqueued(job: QueuedJob, { build, executions, delay }: PayloadState): RecordedEvent {
  const retries = Object.entries(job.tally?.retries ?? {});
  return {
    event: "enqueued",
    delay,
    payload: {
      cursor_position: asCursor(build, job.progress?.current?.cursor),
      ...asTimes(job),
      executions,
      // Their keys are lists of error classes, ours have the number of the rule in front.
      exception_executions: Object.fromEntries(retries.map(([rule, count]) => [`[${rule.split(":")[1]}]`, count])),
      queue_name: job.queue,
      // A job without a priority has none there, and 0 here.
      priority: job.priority === 0 ? null : job.priority,
    },
  };
}

/** How often the job has been interrupted before this execution, and how long it has run. */
export function asTimes({ tally }: QueuedJob) {
  const times_interrupted = (tally?.interruptions ?? 0) + (tally?.pauses ?? 0);
  return { times_interrupted, total_time: (tally?.runtimeMs ?? 0) / 1_000 };
}

/** What is the same in both, but for the name. */
export function asRecorded(event: JobEvent): RecordedEvent | undefined {
  switch (event.type) {
    case "failed":
      return { event: "raised", error: asError(event.error) };
    case "discarded":
      return { event: "discarded", error: asError(event.error) };
    case "completed":
      return { event: "job_finished" };
    default:
      return undefined;
  }
}

export const asError = (error: Error) => ({
  class: error instanceof EnumerationError ? "ArgumentError" : error.constructor.name,
  message: error.message,
});
