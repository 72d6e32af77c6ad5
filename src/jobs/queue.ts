// What the engine asks of a queue, and what travels through it.
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";

/** A job as it is written down: plain JSON and nothing else. */
export interface QueuedJob {
  readonly id: string;
  /** Name of the definition that performs it. */
  readonly name: string;
  readonly args: Json;
  readonly queue: string;
  /** Lower goes first, as in Solid Queue. */
  readonly priority: number;
  /** The unique key under which it was enqueued. */
  readonly key?: string;
  /** When it was enqueued, and from when it may run: milliseconds of the queue's clock. */
  readonly enqueuedAt: number;
  readonly runAt: number;
  /** How often it has been leased, executions that crashed included. Grows with each lease, so it is a fencing token. */
  readonly executions: number;
  /** How many executions have begun from saved progress. */
  readonly resumptions: number;
  readonly tally?: Tally;
  readonly progress?: Progress;
}

/**
 * What a job has been through, counted. Each budget has a count of its own, and there is nothing in here that grows with
 * the number of executions.
 */
export interface Tally {
  /** Stop requests that have ended an execution. */
  readonly interruptions: number;
  /** Executions that the job itself has ended, to wait for a throttle or for a step of its own; no budget counts them. */
  readonly pauses: number;
  /** Errors after progress that have resumed the job. */
  readonly errors: number;
  /** Executions in a row that have gone back without progress. */
  readonly idle: number;
  /** Failed tries for each rule of `retryOn`. */
  readonly retries: Readonly<Record<string, number>>;
  /** Milliseconds spent performing, over all executions that went back. */
  readonly runtimeMs: number;
}

/** The tally of a job that has not been performed. */
export const freshTally: Tally = Object.freeze({
  interruptions: 0,
  pauses: 0,
  errors: 0,
  idle: 0,
  retries: {},
  runtimeMs: 0,
});

/** A job that someone wants enqueued; `enqueue` and `jobRequest` build it. */
export interface JobRequest {
  readonly name: string;
  readonly args: Json;
  readonly queue: string;
  readonly priority: number;
  readonly key?: string;
  /** Run after so many milliseconds, or at a time of the queue's clock; at once when both are missing. */
  readonly wait?: number;
  readonly at?: number;
  readonly resumptions?: number;
  readonly progress?: Progress;
}

/** The exclusive right to a job until a moment, which the holder may push on by renewing. */
export interface Lease {
  readonly job: QueuedJob;
  /** Milliseconds of the queue's clock. */
  readonly until: number;
}

/** How a job goes back to the queue. */
export interface ReleaseOptions {
  readonly progress: Progress | undefined;
  readonly resumptions: number;
  readonly tally?: Tally;
  /** Milliseconds from now; at once when missing. */
  readonly wait?: number;
  readonly queue?: string;
  readonly priority?: number;
}

/** A job that failed for good, kept with all that one needs to understand it and to try it again. */
export interface DeadLetter {
  readonly job: QueuedJob;
  readonly error: { readonly name: string; readonly message: string };
  readonly failedAt: number;
}

/**
 * A queue delivers every job at least once. Each method is one atomic write: it happens whole or not at all.
 * Methods that take a lease raise LeaseLostError when that lease has ended or a later one was given.
 */
export interface Queue {
  /** Enqueues all of them in one write; a key that was seen before adds no job. Returns the job ids, in order. */
  enqueue(requests: readonly JobRequest[]): Promise<readonly string[]>;
  /** Enqueues one job and leases it at once, so that nobody else gets it: for performing it now. */
  enqueueLeased(request: JobRequest, leaseMs: number): Promise<Lease>;
  /** Leases the next job that is due: queues in the order given (all when missing), then priority, then age. */
  lease(want: { readonly queues?: readonly string[]; readonly leaseMs: number }): Promise<Lease | undefined>;
  /** Keeps the lease for another `leaseMs` from now. */
  renew(lease: Lease, leaseMs: number): Promise<Lease>;
  /** The job is done: removes it and enqueues its follow-ups, in one write. */
  acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void>;
  /** Gives the job back unfinished. */
  release(lease: Lease, options: ReleaseOptions): Promise<void>;
  /** The job failed for good: moves it to the dead letters. */
  bury(lease: Lease, failure: { readonly error: Error; readonly progress: Progress | undefined }): Promise<void>;
  /** When the next job can be leased, a lease that runs out included; undefined when nothing is left. */
  nextDueAt(queues?: readonly string[]): Promise<number | undefined>;
  /** Jobs that wait or are leased, oldest first. */
  jobs(): Promise<readonly QueuedJob[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back into its queue, with its progress. Returns false when there is none with that id. */
  retry(jobId: string): Promise<boolean>;
}
