// Leases jobs one after another and performs them, until it is stopped or killed.
import type { Clock } from "./clock.ts";
import type { AnyJobDefinition, JobDefinition } from "./definition.ts";
import { type EnqueueOptions, jobRequest } from "./enqueue.ts";
import { JobDefinitionError, UnknownJobError } from "./errors.ts";
import type { JobListener } from "./events.ts";
import type { Outcome, Settlement } from "./ending.ts";
import { Execution } from "./execution.ts";
import type { Job } from "./job.ts";
import type { Json } from "./json.ts";
import type { ProgressStore } from "./progress.ts";
import type { Lease, Queue } from "./queue.ts";
import { WorkerHost } from "./worker-host.ts";

// Kubernetes kills 30 seconds after SIGTERM; five of them are left for the process to end.
const defaultGraceMs = 25_000;
// How long an idle worker waits before it looks again for jobs that others have enqueued.
const defaultPollMs = 1_000;

export interface WorkerOptions<Services> {
  readonly queue: Queue;
  /** The definitions it can perform. */
  readonly jobs: readonly AnyJobDefinition<Services>[];
  /** What each `perform` receives as its third parameter. */
  readonly services: Services;
  readonly clock: Clock;
  /** The queues it works, the first one first; all of them when missing. */
  readonly queues?: readonly string[];
  /** Where progress is kept while a job runs. Default: in the payload, as in Rails. */
  readonly progress?: ProgressStore;
  /** How long a lease lasts, in milliseconds. Default: 30 seconds. */
  readonly leaseMs?: number;
  /** An execution of any job that has run for longer, in milliseconds, ends at its next checkpoint. Default: no limit. */
  readonly maxRuntimeMs?: number;
  /** Another reason to end a job at its next checkpoint, asked at each; undefined to go on. */
  readonly stopReason?: (job: Job) => string | undefined;
  readonly onEvent?: JobListener;
  /** Makes what the job's code receives in place of the job: for tools that watch what it looks at. One for each execution. */
  readonly handle?: (job: Job) => Job;
  /**
   * The name of a call to a service that the job began and that nobody awaits, asked at each checkpoint and at the end of
   * each step and of the job: for services that know. Such a call is an UnawaitedCallError.
   */
  readonly looseEnd?: () => string | undefined;
}

export class Worker<Services> {
  readonly #options: WorkerOptions<Services>;
  readonly #jobs: ReadonlyMap<string, AnyJobDefinition<Services>>;
  readonly #host: WorkerHost;
  /** A job from the queue that failed for good is kept there. */
  readonly #burial: Settlement;
  #wakes: readonly (() => void)[] = [];
  /** How many leases and executions are under way, and whom to tell when the last one has ended. */
  #underWay = 0;
  readonly #whenIdle: (() => void)[] = [];

  /** @throws JobDefinitionError when two definitions have the same name */
  constructor(options: WorkerOptions<Services>) {
    this.#options = options;
    this.#jobs = byName(options.jobs);
    this.#host = new WorkerHost(options);
    this.#burial = { fail: (lease, failure) => options.queue.bury(lease, failure) };
  }

  get state(): "running" | "stopping" | "killed" {
    if (this.#host.killed) return "killed";
    return this.#host.stopping ? "stopping" : "running";
  }

  /**
   * Leases the next job that is due and performs it.
   *
   * @returns how that ended; undefined when no job is due, or the worker is stopping
   */
  async performNext(): Promise<Outcome | undefined> {
    if (this.#host.stopping) return undefined;
    const { queue, queues } = this.#options;
    const want = { leaseMs: this.#host.leaseMs, ...(queues && { queues }) };
    this.#underWay += 1;
    try {
      const lease = await this.#host.outside(() => queue.lease(want));
      return lease && (await this.#perform(lease));
    } finally {
      this.#oneEnded();
    }
  }

  /** Performs jobs as they become due, until the worker is stopped. */
  async run({ pollMs = defaultPollMs }: { readonly pollMs?: number } = {}): Promise<void> {
    while (!this.#host.stopping) {
      const outcome = await this.performNext();
      if (!outcome) await this.#idle(pollMs);
    }
  }

  /**
   * Performs a job here and now. It is leased in the queue meanwhile, so it is not lost if this process dies, and it
   * goes back there if it is interrupted.
   *
   * @throws whatever the job throws, when it does not go back to the queue
   */
  async performNow<Args extends Json>(
    definition: JobDefinition<Args, Services>,
    args: NoInfer<Args>,
    options: EnqueueOptions = {},
  ): Promise<Outcome> {
    const { queue, services } = this.#options;
    const request = jobRequest(definition, args, options);
    // The caller learns of the failure, so the job need not be kept for anyone else.
    const fail = (failed: Lease) => queue.acknowledge(failed, []);
    this.#underWay += 1;
    try {
      const lease = await this.#host.outside(() => queue.enqueueLeased(request, this.#host.leaseMs));
      const outcome = await new Execution<Services>(this.#host, definition, lease).perform(services, { fail });
      if (outcome.kind === "failed") throw outcome.error;
      return outcome;
    } finally {
      this.#oneEnded();
    }
  }

  /**
   * What SIGTERM does: the job under way ends at its next checkpoint and goes back to the queue. When the grace period
   * runs out first, the worker is killed.
   *
   * @param options.graceMs milliseconds; default: 25 seconds
   * @returns "stopped" when the job could end, "killed" when it could not
   */
  async stop({ graceMs = defaultGraceMs }: { readonly graceMs?: number } = {}): Promise<"stopped" | "killed"> {
    this.#host.requestStop();
    for (const wake of this.#wakes) wake();
    return await new Promise((resolve) => {
      const cancel = this.#options.clock.after(graceMs, () => {
        this.kill();
        resolve("killed");
      });
      this.#onceIdle(() => {
        cancel();
        resolve("stopped");
      });
    });
  }

  /**
   * What SIGKILL does: nothing runs any more. Whatever the worker has asked of the queue or the progress store never
   * settles, so neither `catch` nor `finally` of a job helps. Its lease stays until it runs out.
   */
  kill(): void {
    // The stop signal stays as it is: aborting it now would wake a job that waits for it.
    this.#host.kill();
  }

  async #perform(lease: Lease): Promise<Outcome> {
    const { services } = this.#options;
    const definition = this.#jobs.get(lease.job.name);
    if (!definition) return await this.#buryUnknown(lease);
    const execution = new Execution<Services>(this.#host, definition, lease);
    return await execution.perform(services, this.#burial);
  }

  async #buryUnknown(lease: Lease): Promise<Outcome> {
    const { job } = lease;
    const error = new UnknownJobError(job.name, [...this.#jobs.keys()]);
    await this.#host.outside(() => this.#options.queue.bury(lease, { error, progress: job.progress }));
    this.#host.tell({ type: "failed", error }, job);
    return { kind: "failed", error, job, progress: job.progress ?? { completed: [] } };
  }

  /** Waits for the next look at the queue; a stop request ends the wait. */
  async #idle(pollMs: number): Promise<void> {
    if (this.#host.stopping) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(pollMs, wake);
      this.#wakes = [...this.#wakes, wake];
      const forget = () => (this.#wakes = this.#wakes.filter((other) => other !== wake));
      function wake() {
        cancel();
        forget();
        resolve();
      }
    });
  }

  /** A killed worker never comes here: what it waits for does not settle. */
  #oneEnded(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#tellIdle();
  }

  #onceIdle(callback: () => void): void {
    this.#whenIdle.push(callback);
    if (this.#underWay === 0) this.#tellIdle();
  }

  #tellIdle(): void {
    for (const callback of this.#whenIdle.splice(0)) callback();
  }
}

function byName<Services>(
  jobs: readonly AnyJobDefinition<Services>[],
): ReadonlyMap<string, AnyJobDefinition<Services>> {
  const known = new Map<string, AnyJobDefinition<Services>>();
  for (const job of jobs) {
    if (known.has(job.name)) {
      throw new JobDefinitionError(`Two jobs are named '${job.name}'. Give each definition a name of its own.`);
    }
    known.set(job.name, job);
  }
  return known;
}
