// What survives an execution: the steps that are done, and the one under way with its cursor.
import type { Json } from "./json.ts";
import type { Lease, QueuedJob } from "./queue.ts";

/** The saved progress of a job: plain JSON, a few dozen bytes, whatever the job works through. */
export interface Progress {
  /** Names of the finished steps, in the order in which they finished. */
  readonly completed: readonly string[];
  /** The step under way; without a cursor when it has not set one yet. */
  readonly current?: { readonly step: string; readonly cursor?: Json };
  /** The values of the job's attributes, those that were set. */
  readonly attributes?: Readonly<Record<string, Json>>;
}

/**
 * Where progress is kept while a job runs. The choice has a price: the work that is done again after a crash.
 * Whatever the store, a job that goes back to the queue carries its progress in its payload as well.
 */
export interface ProgressStore {
  /** The price: at most so many checkpoints' work is done again after a crash. Infinity when all of it is. */
  readonly mostRedone: number;
  /**
   * Progress to begin this execution with. From here on the store refuses whoever held an older lease on the job.
   *
   * @throws LeaseLostError when a newer lease has been seen
   */
  open(lease: Lease): Promise<Progress | undefined>;
  /**
   * Called at each checkpoint that moved the progress on. When it settles, the progress is durable, or a store with a
   * higher price may keep it for later.
   *
   * @param isLast whether the job goes back to the queue now: then the store has to be up to date
   * @throws LeaseLostError when a newer lease has been seen
   */
  save(lease: Lease, progress: Progress, isLast: boolean): Promise<void>;
  /** Called when the job has ended for good, after the queue knows. */
  forget(lease: Lease): Promise<void>;
}

/**
 * Keeps progress in the job's payload only, as Rails and job-iteration do: it becomes durable when the job goes back to
 * the queue. A crash repeats everything since the execution began.
 */
export const payloadProgress: ProgressStore = {
  mostRedone: Infinity,
  open: async (lease) => lease.job.progress,
  save: () => settled,
  forget: () => settled,
};

const settled = Promise.resolve();

/** What a store has to remember of its last save. */
export interface Saved {
  /** The execution that saved. */
  readonly execution: number;
  /** Whether it was the last save before the job went back. */
  readonly isLast: boolean;
}

/**
 * Whether a store knows less than the job's payload, which was written when the job last went back: then the payload counts.
 *
 * @param saved undefined when the store has nothing
 */
export function isBehindPayload(saved: Saved | undefined, { tally }: QueuedJob): boolean {
  const lastReturned = tally?.lastReturned ?? 0;
  return !saved || saved.execution < lastReturned || (saved.execution === lastReturned && !saved.isLast);
}
