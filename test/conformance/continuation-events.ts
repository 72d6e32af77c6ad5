// Our events and payloads in the words of the Rails recording.
import type { JobEvent, Json, Progress, QueuedJob } from "#jobs";
import type { Noted } from "./backend.ts";
import { asRecordedError } from "./continuation-errors.ts";
import type { ContinuationJob } from "./continuation-language.ts";
import type { RecordedEvent } from "./recording.ts";

/** What the translation of an event needs to know of the run so far. */
export interface RunState {
  /** Stop questions asked. */
  readonly checks: number;
  /** The delay of the latest `enqueued`, in seconds. */
  readonly delay: number | null;
}

/** @returns undefined for what the recording has no event for */
export function asRecorded(event: JobEvent, job: QueuedJob, { checks, delay }: RunState): RecordedEvent | undefined {
  switch (event.type) {
    case "performing":
      return { event: "perform_started", execution: job.executions };
    case "resumed":
      // The event shows the job as it was leased; the resumption that begins here is not in it yet.
      return { event: "resumed", resumptions: job.resumptions + 1, ...asPlace(event.from) };
    case "step_skipped":
      return { event: "step_skipped", step: event.step };
    case "step_started":
      return { event: event.resumed ? "step_resumed" : "step_started", step: event.step, cursor: event.cursor };
    case "step_completed":
    case "step_interrupted":
      return { event: event.type, step: event.step, cursor: event.cursor };
    case "step_failed":
      return { event: "step_failed", step: event.step, cursor: event.cursor, error: asRecordedError(event.error) };
    case "checkpoint":
      return { event: "check", n: checks, step: event.step, cursor: event.cursor, stop: asAnswer(event.stop) };
    case "interrupted":
      return { event: "interrupted", reason: event.reason, ...asPlace(event.progress) };
    case "released":
      return {
        event: "enqueue_retry",
        wait: delay,
        error: event.because === "retry" ? asRecordedError(event.error) : null,
      };
    case "retries_exhausted":
      return { event: "retry_stopped", error: asRecordedError(event.error) };
    case "discarded":
      return { event: "discarded", error: asRecordedError(event.error) };
    case "failed":
      return { event: "raised", error: asRecordedError(event.error) };
    case "completed":
      return { event: "job_completed" };
    case "rescued":
    case "lease_lost":
      return { event: event.type };
  }
}

/** A payload as Rails writes it. */
export function asEnqueued({ job, wait }: Noted, { options = {} }: ContinuationJob): RecordedEvent {
  const { completed, current, attributes }: Progress = job.progress ?? { completed: [] };
  const declared = Object.keys(options.attributes ?? {});
  const values = Object.fromEntries(declared.map((name) => [name, attributes?.[name] ?? null]));
  return {
    event: "enqueued",
    delay: wait === undefined ? null : wait / 1_000,
    payload: {
      continuation: { completed, ...(current && { current: [current.step, asSerialized(current.cursor ?? null)] }) },
      resumptions: job.resumptions,
      executions: job.executions,
      queue_name: job.queue,
      // A job without a priority has none there, and 0 here.
      priority: job.priority === 0 ? null : job.priority,
      ...(options.attributes && { attributes: asSerialized(values) }),
    },
  };
}

const asPlace = ({ completed, current }: Progress) => ({
  completed,
  current: current ? { step: current.step, cursor: current.cursor ?? null } : null,
});

/** A plain "please stop" is true in the recording; another reason stands there itself. */
function asAnswer(stop: string | undefined): string | boolean {
  if (stop === undefined) return false;
  return stop === "stopping" ? true : stop;
}

/** Active Job adds to every object which of its keys were Symbols: none here, for JSON has none. */
function asSerialized(value: Json): Json {
  if (Array.isArray(value)) return value.map(asSerialized);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, asSerialized(field)] as const);
  return { ...Object.fromEntries(fields), _aj_symbol_keys: [] };
}
