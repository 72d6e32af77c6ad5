// What an execution needs from the worker that hosts it.
import type { Clock } from "./clock.ts";
import type { JobEvent, Trouble } from "./events.ts";
import type { Job } from "./job.ts";
import type { ProgressStore } from "./progress.ts";
import type { Enqueuer, QueuedJob, Settler } from "./queue.ts";

/** A call to a service that a job must not leave behind. */
export interface LooseEnd {
  /** As the job wrote it: "shop.payments.charge(…)". */
  readonly call: string;
  /** Whether anybody awaits it by now. */
  isAwaited(): boolean;
}

export interface Host {
  readonly queue: Enqueuer & Settler;
  readonly progress: ProgressStore;
  readonly clock: Clock;
  /** How long a lease lasts, in milliseconds. */
  readonly leaseMs: number;
  /** An execution that has run for longer, in milliseconds, ends at its next checkpoint. */
  readonly maxRuntimeMs: number;
  /** Numbers from 0 up to, but without, 1: for waits that are spread. */
  random(): number;
  /** Whether the worker is asked to stop, or was killed. */
  readonly stopping: boolean;
  /** Calls back once when the worker is asked to stop, unless the function that it returns was called before. */
  onceStopping(callback: () => void): () => void;
  /** What the job's code receives: the job itself, or something in its place that watches what the code looks at. */
  handleOf(job: Job): Job;
  /** A call that the job began outside of the engine and that is not over, or that nobody awaits; undefined when there is none. */
  looseEnd(): LooseEnd | undefined;
  /** Whether anyone listens to events; building them costs time. */
  readonly listening: boolean;
  /** Why the job should end at this checkpoint, or undefined to go on. */
  stopReason(job: Job): string | undefined;
  /** Whether the worker was killed: then nothing that the job awaits may settle any more. */
  readonly killed: boolean;
  /** Does a write, unless the worker was killed: then it never settles. */
  outside<Result>(write: () => Promise<Result>): Promise<Result>;
  tell(event: JobEvent, job: QueuedJob): void;
  /** Tells of something that went wrong and is no job's affair. */
  report(trouble: Trouble): void;
}
