// A bench for tests of your own jobs: a virtual clock, a queue, and a worker that performs when it is told to.
import {
  type AnyJobDefinition,
  type Job,
  type Json,
  MemoryQueue,
  type Outcome,
  type ProgressStore,
  type Queue,
  type QueuedJob,
  sameJson,
  Worker,
} from "#jobs";
import { VirtualClock } from "../run/virtual-clock.ts";

// More executions than any sensible test needs: a job that goes back for ever must not hang the test.
const maxExecutions = 10_000;

export interface JobBenchOptions<Services> {
  readonly jobs: readonly AnyJobDefinition<Services>[];
  readonly services: Services;
  /** Where progress is kept; in the payload when missing. */
  readonly progress?: ProgressStore;
}

/**
 * Holds what a test of jobs needs.
 *
 * @example
 * const bench = new JobBench({ jobs: [chargeOrder, sendReceipt], services: openShop({ orders: pendingOrders(7) }) });
 * await enqueue(bench.queue, chargeOrder, { orderId: 7 });
 * await bench.performAll();
 */
export class JobBench<Services> {
  readonly clock = new VirtualClock();
  readonly queue: Queue = new MemoryQueue({ clock: this.clock });
  readonly #options: JobBenchOptions<Services>;
  readonly #outcomes: Outcome[] = [];
  /** Asked at each checkpoint; the helpers that interrupt set it for a while. */
  #stopReason: (job: Job) => string | undefined = () => undefined;

  constructor(options: JobBenchOptions<Services>) {
    this.#options = options;
  }

  /** How each execution ended, in order. */
  get outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** The jobs that were performed to their end, in order. */
  get performed(): readonly QueuedJob[] {
    return this.#outcomes.filter(({ kind }) => kind === "completed").map(({ job }) => job);
  }

  /** Performs the next job that is due now; undefined when none is. */
  async performNext(): Promise<Outcome | undefined> {
    const { jobs, services, progress } = this.#options;
    const worker = new Worker({
      clock: this.clock,
      queue: this.queue,
      jobs,
      services,
      ...(progress && { progress }),
      stopReason: (job) => this.#stopReason(job),
    });
    const outcome = await worker.performNext();
    if (outcome) this.#outcomes.push(outcome);
    return outcome;
  }

  /**
   * Performs the jobs that are due now, and those that they enqueue for now.
   *
   * @returns how each execution ended
   */
  async performDue(): Promise<readonly Outcome[]> {
    const before = this.#outcomes.length;
    while (await this.performNext()) this.#refuseEndless(before);
    return this.#outcomes.slice(before);
  }

  /**
   * Performs everything that is enqueued, now and later, and moves the clock on when nothing is due.
   *
   * @returns how each execution ended
   * @throws Error when the queue does not run empty
   */
  async performAll(): Promise<readonly Outcome[]> {
    const before = this.#outcomes.length;
    for (let dueAt = await this.queue.nextDueAt(); dueAt !== undefined; dueAt = await this.queue.nextDueAt()) {
      this.clock.advanceTo(dueAt);
      await this.performNext();
      this.#refuseEndless(before);
    }
    return this.#outcomes.slice(before);
  }

  /** Asks jobs to stop where `wanted` says so, as long as `body` runs. Returns how often it struck. */
  async stopping(wanted: (job: Job) => string | undefined, body: () => Promise<unknown>): Promise<number> {
    const before = this.#stopReason;
    let struck = 0;
    this.#stopReason = (job) => {
      const reason = wanted(job);
      if (reason !== undefined) struck += 1;
      return reason;
    };
    try {
      await body();
    } finally {
      this.#stopReason = before;
    }
    return struck;
  }

  #refuseEndless(before: number): void {
    if (this.#outcomes.length - before < maxExecutions) return;
    throw new Error(
      `The queue did not run empty within ${maxExecutions} executions. ` +
        "Look for a job that goes back to the queue without any progress.",
    );
  }
}

interface Interruption {
  /** What the job is told as the reason. Default: "stopping". */
  readonly reason?: string;
}

/**
 * Interrupts a job in the middle of a step, at the checkpoint where its cursor has this value.
 *
 * @example
 * await interruptDuringStep(bench, chargeOrders, "charge", { cursor: 20 }, () => bench.performDue());
 * @throws Error when the job never came to that cursor: such a test would prove nothing
 */
export async function interruptDuringStep<Services>(
  bench: JobBench<Services>,
  { name }: AnyJobDefinition<Services>,
  step: string,
  { cursor, reason = "stopping" }: Interruption & { readonly cursor?: Json },
  body: () => Promise<unknown>,
): Promise<void> {
  const seen: string[] = [];
  const wanted = ({ name: other, progress: { current } }: Job): string | undefined => {
    if (other !== name || current?.step !== step) return undefined;
    seen.push(JSON.stringify(current.cursor) ?? "none");
    return sameJson(current.cursor, cursor) ? reason : undefined;
  };
  if ((await bench.stopping(wanted, body)) > 0) return;
  const place = `step '${step}' of job '${name}'`;
  throw new Error(
    seen.length === 0
      ? `The interruption never struck: no checkpoint was made in ${place}. Check the names, and that the job ran.`
      : `The interruption never struck: ${place} never had the cursor ${JSON.stringify(cursor) ?? "none"}. ` +
          `Its cursors were ${seen.slice(0, 10).join(", ")}${seen.length > 10 ? " …" : ""}.`,
  );
}

/**
 * Interrupts a job between two steps, at the checkpoint after this one has finished.
 *
 * @example await interruptAfterStep(bench, importProducts, "load", {}, () => bench.performDue());
 * @throws Error when there was no such checkpoint; there is none after the last step
 */
export async function interruptAfterStep<Services>(
  bench: JobBench<Services>,
  { name }: AnyJobDefinition<Services>,
  step: string,
  { reason = "stopping" }: Interruption,
  body: () => Promise<unknown>,
): Promise<void> {
  const wanted = ({ name: other, progress: { completed, current } }: Job): string | undefined =>
    other === name && current === undefined && completed.at(-1) === step ? reason : undefined;
  if ((await bench.stopping(wanted, body)) > 0) return;
  throw new Error(
    `The interruption never struck: job '${name}' made no checkpoint right after step '${step}'. ` +
      "There is one before each further step of the same execution, and none after the last.",
  );
}
