// The end of an execution: what becomes of the job, written to the queue in one go.
import type { AnyJobDefinition } from "./definition.ts";
import {
  asError,
  CallbackError,
  Interrupt,
  JobError,
  LeaseLostError,
  NoProgressError,
  ResumeLimitError,
} from "./errors.ts";
import { decide, type Decision } from "./failure-rules.ts";
import type { Host } from "./host.ts";
import type { Progress } from "./progress.ts";
import type { JobRequest, Lease, QueuedJob, ReleaseOptions, Tally } from "./queue.ts";

/** How an execution ended. */
export type Outcome = { readonly job: QueuedJob; readonly progress: Progress } & (
  | { readonly kind: "completed" }
  | { readonly kind: "interrupted"; readonly reason: string }
  | { readonly kind: "resumed_after_error"; readonly error: Error }
  | { readonly kind: "retried"; readonly error: Error }
  | { readonly kind: "discarded"; readonly error: Error }
  | { readonly kind: "rescued"; readonly error: Error }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "lease_lost" }
);

/** How the end of an execution reaches the queue. */
export interface Settlement {
  /** What happens to a job that failed for good. */
  fail(lease: Lease, failure: { readonly error: Error; readonly progress: Progress }): Promise<void>;
}

/** Where an execution stands when its code has ended. */
export interface Standing {
  readonly lease: Lease;
  readonly progress: Progress;
  readonly resumptions: number;
  readonly tally: Tally;
  /** Whether this execution has finished a step or moved a cursor. */
  readonly advanced: boolean;
  /** Makes sure that the progress store knows this progress. */
  readonly save: () => Promise<void>;
}

export class Ending<Services> {
  readonly #host: Host;
  readonly #definition: AnyJobDefinition<Services>;
  readonly #settlement: Settlement;
  readonly #standing: Standing;

  constructor(host: Host, definition: AnyJobDefinition<Services>, settlement: Settlement, standing: Standing) {
    this.#host = host;
    this.#definition = definition;
    this.#settlement = settlement;
    this.#standing = standing;
  }

  /** The job is done. */
  async complete(followUps: readonly JobRequest[]): Promise<Outcome> {
    try {
      await this.#acknowledge(followUps);
    } catch (error) {
      // Follow-ups that the queue refuses would be refused each time; a queue that is away, or a lost lease, is another matter.
      if (error instanceof LeaseLostError || !(error instanceof JobError || error instanceof RangeError)) throw error;
      return await this.#fail(error);
    }
    this.#host.tell({ type: "completed" }, this.#job);
    await this.#forget();
    return { kind: "completed", ...this.#state };
  }

  /** The job was interrupted: it goes back to the queue with its progress. */
  async interrupted(interrupt: Interrupt): Promise<Outcome> {
    const { maxResumptions, resume } = this.#definition;
    const { tally } = this.#standing;
    // A step that asked for an execution of its own, or a throttle, is no deploy: it does not use up the budget.
    const counts = interrupt.reason !== "isolating" && interrupt.wait === undefined;
    if (counts && tally.interruptions >= maxResumptions) {
      return await this.failed(new ResumeLimitError("maxResumptions", maxResumptions, interrupt));
    }
    const { reason } = interrupt;
    const wait = interrupt.wait ?? resume.wait;
    const next = counts ? { ...tally, interruptions: tally.interruptions + 1 } : { ...tally, pauses: tally.pauses + 1 };
    return await this.#goBack(next, { ...resume, ...(wait !== undefined && { wait }) }, interrupt, async (progress) => {
      this.#host.tell({ type: "released", because: "interrupt", reason, progress }, this.#job);
      return { kind: "interrupted", reason, ...this.#state };
    });
  }

  /** The job raised an error. */
  async failed(error: Error): Promise<Outcome> {
    if (this.#resumes(error)) return await this.#resume(error);
    const decision = this.#decide(error);
    switch (decision.kind) {
      case "retry":
        return await this.#retry(error, decision);
      case "discard":
        return await this.#discard(error, decision.rule.handle);
      case "rescue":
        return await this.#rescue(error, decision.rule.handle);
      case "fail":
        if (decision.retried) this.#host.tell({ type: "retries_exhausted", error }, this.#job);
        return await this.#fail(decision.error);
    }
  }

  /** The job failed for good, whatever its rules say. */
  async gaveUp(error: Error): Promise<Outcome> {
    return await this.#fail(error);
  }

  /** The lease is gone, and with it the right to write anything. */
  lost(): Outcome {
    this.#host.tell({ type: "lease_lost" }, this.#job);
    return { kind: "lease_lost", ...this.#state };
  }

  /** The engine's own errors say that the code is wrong: another try would end the same way. */
  #resumes(error: Error): boolean {
    return this.#definition.resumeErrorsAfterAdvancing && this.#standing.advanced && !(error instanceof JobError);
  }

  /** Rules that raise an error decide nothing: the job fails with both. */
  #decide(error: Error): Decision<never> & { readonly error: Error } {
    try {
      const random = () => this.#host.random();
      return { ...decide(this.#definition, error, this.#standing.tally.retries, random), error };
    } catch (raised) {
      return { kind: "fail", retried: false, error: asError(raised) };
    }
  }

  async #resume(error: Error): Promise<Outcome> {
    const { maxErrorResumptions, resume } = this.#definition;
    const { tally } = this.#standing;
    if (tally.errors >= maxErrorResumptions) {
      return await this.#fail(new ResumeLimitError("maxErrorResumptions", maxErrorResumptions, error));
    }
    return await this.#goBack({ ...tally, errors: tally.errors + 1 }, resume, error, async (progress) => {
      this.#host.tell({ type: "released", because: "error", error, progress }, this.#job);
      return { kind: "resumed_after_error", error, ...this.#state };
    });
  }

  async #goBack(
    tally: Tally,
    options: Pick<ReleaseOptions, "wait" | "queue" | "priority">,
    cause: Error,
    done: (progress: Progress) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { advanced, progress } = this.#standing;
    // Waiting on purpose, as for a throttle, may take any number of executions.
    const waits = cause instanceof Interrupt && cause.wait !== undefined;
    const idle = advanced || waits ? 0 : tally.idle + 1;
    const limit = this.#definition.maxResumptionsWithoutProgress;
    if (idle > limit) return await this.#fail(new NoProgressError(limit, cause));
    await this.#release({ ...tally, idle }, options);
    return await done(progress);
  }

  async #retry(error: Error, { wait, name, rule }: Extract<Decision<never>, { kind: "retry" }>): Promise<Outcome> {
    const { tally, progress } = this.#standing;
    const { queue, priority } = rule;
    const retries = { ...tally.retries, [name]: (tally.retries[name] ?? 0) + 1 };
    const options = { wait, ...(queue !== undefined && { queue }), ...(priority !== undefined && { priority }) };
    await this.#release({ ...tally, retries }, options);
    this.#host.tell({ type: "released", because: "retry", error, progress }, this.#job);
    return { kind: "retried", error, ...this.#state };
  }

  async #discard(error: Error, handle?: (error: Error, args: never) => void | Promise<void>): Promise<Outcome> {
    const raised = (await this.#call("handle of discardOn", handle, error)) ?? (await this.#afterDiscard(error));
    if (raised) return await this.#bury(raised);
    await this.#acknowledge([]);
    this.#host.tell({ type: "discarded", error }, this.#job);
    await this.#forget();
    return { kind: "discarded", error, ...this.#state };
  }

  /** What the handler raises fails the job, as the handler's own decision: it may raise the error that it was given. */
  async #rescue(error: Error, handle: (error: Error, args: never) => void | Promise<void>): Promise<Outcome> {
    try {
      await handle(error, this.#args);
    } catch (raised) {
      return await this.#fail(asError(raised));
    }
    await this.#acknowledge([]);
    this.#host.tell({ type: "rescued", error }, this.#job);
    await this.#forget();
    return { kind: "rescued", error, ...this.#state };
  }

  async #fail(error: Error): Promise<Outcome> {
    return await this.#bury((await this.#afterDiscard(error)) ?? error);
  }

  async #bury(error: Error): Promise<Outcome> {
    const { lease, progress } = this.#standing;
    await this.#host.outside(() => this.#settlement.fail(lease, { error, progress }));
    this.#host.tell({ type: "failed", error }, this.#job);
    await this.#forget();
    return { kind: "failed", error, ...this.#state };
  }

  async #afterDiscard(error: Error): Promise<CallbackError | undefined> {
    return await this.#call("afterDiscard", this.#definition.afterDiscard, error);
  }

  /** Calls a function of the definition. Returns what is to be buried when it raised an error; the job must not stay leased. */
  async #call(
    name: string,
    callback: ((error: Error, args: never) => void | Promise<void>) | undefined,
    error: Error,
  ): Promise<CallbackError | undefined> {
    try {
      await callback?.(error, this.#args);
      return undefined;
    } catch (raised) {
      return new CallbackError(this.#definition.name, name, asError(raised), error);
    }
  }

  async #acknowledge(followUps: readonly JobRequest[]): Promise<void> {
    await this.#host.outside(() => this.#host.queue.acknowledge(this.#standing.lease, followUps));
  }

  async #release(tally: Tally, options: Pick<ReleaseOptions, "wait" | "queue" | "priority">): Promise<void> {
    const { lease, progress, resumptions, save } = this.#standing;
    // On the next execution the store's word counts more than the payload's, so it must not be the older one.
    await save();
    await this.#host.outside(() => this.#host.queue.release(lease, { progress, resumptions, tally, ...options }));
  }

  async #forget(): Promise<void> {
    await this.#host.outside(() => this.#host.progress.forget(this.#standing.lease));
  }

  get #job(): QueuedJob {
    return this.#standing.lease.job;
  }

  get #args(): never {
    return this.#job.args as never;
  }

  get #state(): { readonly job: QueuedJob; readonly progress: Progress } {
    return { job: this.#job, progress: this.#standing.progress };
  }
}
