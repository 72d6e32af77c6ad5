// What an execution tells whoever listens: timelines, logs, counters.
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import type { QueuedJob } from "./queue.ts";

type StepPlace = { readonly step: string; readonly cursor: Json | undefined };

/** What happened, in the order in which it happened. */
export type JobEvent =
  | { readonly type: "performing" }
  | { readonly type: "resumed"; readonly from: Progress }
  | { readonly type: "step_skipped"; readonly step: string }
  | ({ readonly type: "step_started"; readonly resumed: boolean } & StepPlace)
  | ({ readonly type: "checkpoint"; readonly stop: string | undefined } & Partial<StepPlace>)
  | ({ readonly type: "step_completed" } & StepPlace)
  | ({ readonly type: "step_interrupted" } & StepPlace)
  | ({ readonly type: "step_failed"; readonly error: unknown } & StepPlace)
  | { readonly type: "interrupted"; readonly reason: string; readonly progress: Progress }
  | { readonly type: "released"; readonly because: "interrupt"; readonly reason: string; readonly progress: Progress }
  | {
      readonly type: "released";
      readonly because: "error" | "retry";
      readonly error: Error;
      readonly progress: Progress;
    }
  | { readonly type: "retries_exhausted"; readonly error: Error }
  | { readonly type: "discarded"; readonly error: Error }
  | { readonly type: "rescued"; readonly error: Error }
  | { readonly type: "completed" }
  | { readonly type: "failed"; readonly error: Error }
  | { readonly type: "lease_lost" };

/** What went wrong in a worker and is no job's affair. */
export type Trouble =
  /** The queue, or a progress store, did not do what it was asked; the worker tries again after so many milliseconds. */
  | { readonly kind: "outside_failed"; readonly error: Error; readonly retryInMs: number }
  /** A listener to events raised an error. */
  | { readonly kind: "listener_failed"; readonly error: Error };

/** Called at once, while the job waits; an error that it raises is reported to `onTrouble`. */
export type JobListener = (event: JobEvent, job: QueuedJob) => void;
