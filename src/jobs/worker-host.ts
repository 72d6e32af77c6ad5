// The life of a worker as its executions see it: running, asked to stop, or killed.
import type { Clock } from "./clock.ts";
import { asError } from "./errors.ts";
import type { JobEvent, JobListener, Trouble } from "./events.ts";
import type { Host, LooseEnd } from "./host.ts";
import type { Job } from "./job.ts";
import { payloadProgress, type ProgressStore } from "./progress.ts";
import type { Enqueuer, QueuedJob, Settler } from "./queue.ts";
import type { WorkerOptions } from "./worker.ts";

// As long as BullMQ's default lock: a job that reaches no checkpoint for longer is given to another worker.
const defaultLeaseMs = 30_000;

// A class and not an object of closures: the compiler then takes the hosts of all workers for the same kind of thing.
export class WorkerHost implements Host {
  readonly queue: Enqueuer & Settler;
  readonly clock: Clock;
  readonly progress: ProgressStore;
  readonly leaseMs: number;
  readonly maxRuntimeMs: number;
  readonly listening: boolean;
  readonly #stopReason: ((job: Job) => string | undefined) | undefined;
  readonly #onEvent: JobListener | undefined;
  readonly #handle: ((job: Job) => Job) | undefined;
  readonly #looseEnd: (() => LooseEnd | undefined) | undefined;
  readonly #random: () => number;
  readonly #onTrouble: ((trouble: Trouble) => void) | undefined;
  #stopping = false;
  #killed = false;
  readonly #onceStopping = new Set<() => void>();

  constructor(options: Omit<WorkerOptions<never>, "services" | "jobs">) {
    this.queue = options.queue;
    this.clock = options.clock;
    this.progress = options.progress ?? payloadProgress;
    this.leaseMs = options.leaseMs ?? defaultLeaseMs;
    this.maxRuntimeMs = options.maxRuntimeMs ?? Infinity;
    this.listening = options.onEvent !== undefined;
    this.#stopReason = options.stopReason;
    this.#onEvent = options.onEvent;
    this.#handle = options.handle;
    this.#looseEnd = options.looseEnd;
    this.#random = options.random ?? noSpread;
    this.#onTrouble = options.onTrouble;
    checkNumbers(this.leaseMs, this.maxRuntimeMs);
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  get killed(): boolean {
    return this.#killed;
  }

  requestStop(): void {
    this.#stopping = true;
    const callbacks = [...this.#onceStopping];
    this.#onceStopping.clear();
    for (const callback of callbacks) callback();
  }

  onceStopping(callback: () => void): () => void {
    this.#onceStopping.add(callback);
    return () => void this.#onceStopping.delete(callback);
  }

  /** Signals stay as they are: aborting one now would wake a job that waits for it. */
  kill(): void {
    this.#killed = true;
  }

  random(): number {
    return this.#random();
  }

  /** Tells of something that went wrong and is no job's affair. */
  report(trouble: Trouble): void {
    try {
      this.#onTrouble?.(trouble);
    } catch {
      // Who listens to troubles and makes some cannot be told.
    }
  }

  stopReason(job: Job): string | undefined {
    return this.#stopping ? "stopping" : this.#stopReason?.(job);
  }

  handleOf(job: Job): Job {
    return this.#handle ? this.#handle(job) : job;
  }

  looseEnd(): LooseEnd | undefined {
    return this.#looseEnd?.();
  }

  async outside<Result>(write: () => Promise<Result>): Promise<Result> {
    if (this.#killed) await neverSettles();
    try {
      return await write();
    } finally {
      if (this.#killed) await neverSettles();
    }
  }

  tell(event: JobEvent, job: QueuedJob): void {
    if (!this.#onEvent || this.#killed) return;
    try {
      const answer: unknown = this.#onEvent(event, job);
      // Nobody waits for a listener, but an error of an async one must not end the process.
      if (answer instanceof Promise) {
        answer.catch((error: unknown) => this.report({ kind: "listener_failed", error: asError(error) }));
      }
    } catch (error) {
      // A job must not fail, or stay leased, because somebody who listens has a fault.
      this.report({ kind: "listener_failed", error: asError(error) });
    }
  }
}

/** In the middle: as if there were no spread at all. */
const noSpread = (): number => 0.5;

function checkNumbers(leaseMs: number, maxRuntimeMs: number): void {
  if (!(Number.isFinite(leaseMs) && leaseMs > 0)) {
    throw new RangeError(`A worker was given leaseMs ${leaseMs}. Give milliseconds, a finite number above 0.`);
  }
  if (!(maxRuntimeMs >= 0)) {
    throw new RangeError(`A worker was given maxRuntimeMs ${maxRuntimeMs}. Give milliseconds, or leave it out.`);
  }
}

/** A new promise each time: one shared by all would keep every waiting job in memory. */
const neverSettles = () => new Promise<never>(() => {});
