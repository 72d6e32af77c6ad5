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
  /** The execution that went back last; 0 when none has. Those that came after it have crashed. */
  readonly lastReturned: number;
}

/** The tally of a job that has not been performed. */
export const freshTally: Tally = Object.freeze({
  interruptions: 0,
  pauses: 0,
  errors: 0,
  idle: 0,
  retries: {},
  runtimeMs: 0,
  lastReturned: 0,
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

/** What became of a request. */
export interface Enqueued {
  /** The id of the job: of the new one, or of the one that was enqueued under the same key before. */
  readonly id: string;
  /** Whether the key was known, so that no job was added. */
  readonly known: boolean;
}

/**
 * The exclusive right to a job for some time, which the holder may prolong by renewing. Holder and queue each measure that
 * time on their own clock, from the moment at which they heard of it: two machines' clocks are never compared.
 */
export interface Lease {
  readonly job: QueuedJob;
}

/** A buried job as `retry` puts it back: due now, with budgets that begin anew. */
export function retriedJob(job: QueuedJob, now: number): QueuedJob {
  const { runtimeMs } = job.tally ?? freshTally;
  return { ...job, runAt: now, tally: { ...freshTally, runtimeMs, lastReturned: job.executions } };
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

/** Why a job was buried. */
export interface Failure {
  readonly error: Error;
  readonly progress: Progress | undefined;
}

/** An error as it is written down, with what caused it. */
export interface WrittenError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: WrittenError;
  /** What an AggregateError holds. */
  readonly errors?: readonly WrittenError[];
}

/** A job that failed for good, kept with all that one needs to understand it and to try it again. */
export interface DeadLetter {
  readonly job: QueuedJob;
  readonly error: WrittenError;
  readonly failedAt: number;
}

/** Takes jobs up. */
export interface Enqueuer {
  /**
   * Enqueues all of them in one write, or none; a key that is remembered adds no job. Returns what became of each, in order.
   *
   * @throws KeyReusedError when a key belongs to a job of another name; RangeError when a time is no number
   */
  enqueue(requests: readonly JobRequest[]): Promise<readonly Enqueued[]>;
}

/** What a worker wants to lease. */
export interface Wanted {
  /** The queues, the first one first; all of them when missing. */
  readonly queues?: readonly string[];
  /** The names of the jobs that it can perform; any when missing. */
  readonly names?: readonly string[];
  /** How long the lease lasts, in milliseconds. */
  readonly leaseMs: number;
}

/** Hands out leases. */
export interface Lessor {
  /** Leases the next job that is due: queues in the order given, then priority, then the one that became due first. */
  lease(want: Wanted): Promise<Lease | undefined>;
  /**
   * Enqueues one job and leases it in the same write, so that nobody else gets it: for performing it now. Without a lease
   * when the key was known.
   *
   * @throws as `enqueue`
   */
  enqueueLeased(request: JobRequest, leaseMs: number): Promise<Enqueued & { readonly lease?: Lease }>;
}

/**
 * Settles a lease. Each method is one atomic write: it happens whole or not at all.
 * Each raises LeaseLostError when the lease has ended or a later one was given.
 */
export interface Settler {
  /** Keeps the lease for another `leaseMs` from now. */
  renew(lease: Lease, leaseMs: number): Promise<void>;
  /** The job is done: removes it and enqueues its follow-ups, in one write. */
  acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void>;
  /** Gives the job back unfinished. */
  release(lease: Lease, options: ReleaseOptions): Promise<void>;
  /** The job failed for good: moves it to the dead letters. */
  bury(lease: Lease, failure: Failure): Promise<void>;
}

/** What people and programs ask that look after a queue. */
export interface Office {
  /** When the next job can be leased, a lease that runs out included; undefined when nothing is left. */
  nextDueAt(queues?: readonly string[]): Promise<number | undefined>;
  /** Jobs that wait or are leased, oldest first. */
  jobs(): Promise<readonly QueuedJob[]>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /**
   * Puts a dead letter back into its queue, with its progress and with budgets that begin anew: whoever retries it has
   * mended what was wrong. Returns false when there is none with that id.
   */
  retry(jobId: string): Promise<boolean>;
}

/** A queue, in all its roles, delivers every job at least once. */
export interface Queue extends Enqueuer, Lessor, Settler, Office {}
