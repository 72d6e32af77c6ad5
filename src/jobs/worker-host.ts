// The life of a worker as its executions see it: running, asked to stop, or killed.
import type { Clock } from "./clock.ts";
import type { JobEvent, JobListener } from "./events.ts";
import type { Host } from "./host.ts";
import type { Job } from "./job.ts";
import { payloadProgress, type ProgressStore } from "./progress.ts";
import type { Queue, QueuedJob } from "./queue.ts";
import type { WorkerOptions } from "./worker.ts";

// As long as BullMQ's default lock: a job that reaches no checkpoint for longer is given to another worker.
const defaultLeaseMs = 30_000;
// Given, since a signal without a reason makes up an exception, with a stack, each time.
const stopRequest = "SIGTERM";

// A class and not an object of closures: the compiler then takes the hosts of all workers for the same kind of thing.
export class WorkerHost implements Host {
  readonly queue: Queue;
  readonly clock: Clock;
  readonly progress: ProgressStore;
  readonly leaseMs: number;
  readonly maxRuntimeMs: number;
  readonly listening: boolean;
  readonly #stopReason: ((job: Job) => string | undefined) | undefined;
  readonly #onEvent: JobListener | undefined;
  readonly #handle: ((job: Job) => Job) | undefined;
  readonly #looseEnd: (() => string | undefined) | undefined;
  #stopping = false;
  #killed = false;
  /** Made when a job first asks for its signal: most never do, and making one costs as much as a small job. */
  #controller: AbortController | undefined;

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
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  get killed(): boolean {
    return this.#killed;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#stopping) this.#controller.abort(stopRequest);
    }
    return this.#controller.signal;
  }

  requestStop(): void {
    this.#stopping = true;
    this.#controller?.abort(stopRequest);
  }

  /** The stop signal stays as it is: aborting it now would wake a job that waits for it. */
  kill(): void {
    this.#killed = true;
  }

  stopReason(job: Job): string | undefined {
    return this.#stopping ? "stopping" : this.#stopReason?.(job);
  }

  handleOf(job: Job): Job {
    return this.#handle ? this.#handle(job) : job;
  }

  looseEnd(): string | undefined {
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
    if (this.#onEvent && !this.#killed) this.#onEvent(event, job);
  }
}

/** A new promise each time: one shared by all would keep every waiting job in memory. */
const neverSettles = () => new Promise<never>(() => {});
