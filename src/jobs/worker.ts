// Leases jobs one after another and performs them, until it is stopped or killed.
import type { Clock } from "./clock.ts";
import type { AnyJobDefinition, JobDefinition } from "./definition.ts";
import { type EnqueueOptions, jobRequest } from "./enqueue.ts";
import { asError, describeValue, JobDefinitionError, UnknownJobError } from "./errors.ts";
import type { JobListener, Trouble } from "./events.ts";
import type { Outcome, Settlement } from "./ending.ts";
import { Execution } from "./execution.ts";
import type { LooseEnd } from "./host.ts";
import type { Job } from "./job.ts";
import type { Json } from "./json.ts";
import type { ProgressStore } from "./progress.ts";
import type { Enqueuer, Lease, Lessor, Settler, Wanted } from "./queue.ts";
import { WorkerHost } from "./worker-host.ts";

// Kubernetes kills 30 seconds after SIGTERM; five of them are left for the process to end.
const defaultGraceMs = 25_000;
// How long an idle worker waits before it looks again for jobs that others have enqueued.
const defaultPollMs = 1_000;
// A queue that has been away for long is asked about twice a minute.
const longestBackOffMs = 30_000;

export interface WorkerOptions<Services> {
  readonly queue: Enqueuer & Lessor & Settler;
  /** The definitions it can perform. */
  readonly jobs: readonly AnyJobDefinition<Services>[];
  /** What each `perform` receives as its third parameter. */
  readonly services: Services;
  readonly clock: Clock;
  /** The queues it works, the first one first; all of them when missing. */
  readonly queues?: readonly string[];
  /** Whether it leaves jobs alone whose name it does not know. Default: false; it leases them, and they fail. */
  readonly onlyKnown?: boolean;
  /** Where progress is kept while a job runs. Default: in the payload, as in Rails. */
  readonly progress?: ProgressStore;
  /** How long a lease lasts, in milliseconds. Default: 30 seconds. */
  readonly leaseMs?: number;
  /** An execution of any job that has run for longer, in milliseconds, ends at its next checkpoint. Default: no limit. */
  readonly maxRuntimeMs?: number;
  /** Another reason to end a job at its next checkpoint, asked at each; undefined to go on. */
  readonly stopReason?: (job: Job) => string | undefined;
  readonly onEvent?: JobListener;
  /** Told what goes wrong and is no job's affair: a queue that does not answer, a listener that raises an error. */
  readonly onTrouble?: (trouble: Trouble) => void;
  /** Numbers from 0 up to, but without, 1, for waits that are spread. Default: always one half, which is no spread. */
  readonly random?: () => number;
  /** Makes what the job's code receives in place of the job: for tools that watch what it looks at. One for each execution. */
  readonly handle?: (job: Job) => Job;
  /**
   * A call to a service that the job began and that is not over, or that nobody awaits; asked at each checkpoint and at the
   * end of each step and of the job: for services that know. It is a CallUnderWayError, or an UnawaitedCallError.
   */
  readonly looseEnd?: () => LooseEnd | undefined;
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

  /** @throws JobDefinitionError when two definitions have the same name; RangeError when a number makes no sense */
  constructor(options: WorkerOptions<Services>) {
    const { queues } = options;
    // A worker of no queue at all would wait for ever, and say nothing.
    if (queues !== undefined && !(Array.isArray(queues) && queues.length > 0 && queues.every(isName))) {
      throw new JobDefinitionError(
        `A worker was given queues ${describeValue(queues)}. Give a list of names, such as ["default"], or leave it out.`,
      );
    }
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
    const { queue, clock } = this.#options;
    this.#underWay += 1;
    try {
      // From before the call: the queue may have counted from any moment since.
      const asked = clock.now();
      const lease = await this.#host.outside(() => queue.lease(this.#wanted));
      return lease && (await this.#perform(lease, asked));
    } finally {
      this.#oneEnded();
    }
  }

  /**
   * Performs a job that somebody else has leased, for hosts that keep the loop themselves.
   *
   * @param lease for `leaseMs` of this worker's options
   * @param leasedAt when it was asked for, in milliseconds of the worker's clock; now when missing
   */
  async performLease(lease: Lease, leasedAt = this.#options.clock.now()): Promise<Outcome> {
    this.#underWay += 1;
    try {
      return await this.#perform(lease, leasedAt);
    } finally {
      this.#oneEnded();
    }
  }

  /**
   * Performs jobs as they become due, until the worker is stopped. When the queue does not do what it is asked, that is told
   * to `onTrouble` and tried again, after twice the time at each failure, up to half a minute.
   *
   * @throws RangeError when pollMs is no number of milliseconds above 0
   */
  async run({ pollMs = defaultPollMs }: { readonly pollMs?: number } = {}): Promise<void> {
    if (!(Number.isFinite(pollMs) && pollMs > 0)) {
      throw new RangeError(`run was given pollMs ${pollMs}. Give milliseconds, a finite number above 0.`);
    }
    let failures = 0;
    while (!this.#host.stopping) {
      try {
        const outcome = await this.performNext();
        failures = 0;
        if (!outcome) await this.#idle(pollMs);
        else await this.#options.clock.turn?.();
      } catch (error) {
        const retryInMs = Math.min(pollMs * 2 ** failures, longestBackOffMs);
        failures += 1;
        this.#host.report({ kind: "outside_failed", error: asError(error), retryInMs });
        await this.#idle(retryInMs);
      }
    }
  }

  /**
   * Performs a job here and now. It is leased in the queue meanwhile, so it is not lost if this process dies, and it
   * goes back there if it is interrupted. Nothing is performed when its key was known.
   *
   * @throws whatever the job throws, when it does not go back to the queue
   */
  async performNow<Args extends Json>(
    definition: JobDefinition<Args, Services>,
    args: NoInfer<Args>,
    options: EnqueueOptions = {},
  ): Promise<Outcome | { readonly kind: "known"; readonly id: string }> {
    const { queue, services, clock } = this.#options;
    const request = jobRequest(definition, args, options);
    // The caller learns of the failure, so the job need not be kept for anyone else.
    const fail = (failed: Lease) => queue.acknowledge(failed, []);
    this.#underWay += 1;
    try {
      const asked = clock.now();
      const { id, lease } = await this.#host.outside(() => queue.enqueueLeased(request, this.#host.leaseMs));
      if (!lease) return { kind: "known", id };
      const outcome = await new Execution<Services>(this.#host, definition, lease, asked).perform(services, { fail });
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
   * @param options.graceMs milliseconds; Infinity for no limit; default: 25 seconds
   * @returns "stopped" when the job could end, "killed" when it could not
   * @throws RangeError when graceMs is no number of 0 or more
   */
  async stop({ graceMs = defaultGraceMs }: { readonly graceMs?: number } = {}): Promise<"stopped" | "killed"> {
    if (typeof graceMs !== "number" || !(graceMs >= 0)) {
      throw new RangeError(`stop was given graceMs ${describeValue(graceMs)}. Give milliseconds, 0 or more.`);
    }
    this.#host.requestStop();
    for (const wake of this.#wakes) wake();
    return await new Promise((resolve) => {
      const end = () => {
        this.kill();
        resolve("killed");
      };
      const cancel = graceMs === Infinity ? () => {} : this.#options.clock.after(graceMs, end);
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

  get #wanted(): Wanted {
    const { queues, onlyKnown = false } = this.#options;
    const names = onlyKnown && [...this.#jobs.keys()];
    return { leaseMs: this.#host.leaseMs, ...(queues && { queues }), ...(names && { names }) };
  }

  async #perform(lease: Lease, leasedAt: number): Promise<Outcome> {
    const { services } = this.#options;
    const definition = this.#jobs.get(lease.job.name);
    if (!definition) return await this.#buryUnknown(lease);
    const execution = new Execution<Services>(this.#host, definition, lease, leasedAt);
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

const isName = (queue: unknown): boolean => typeof queue === "string" && queue !== "";
