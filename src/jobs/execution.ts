// One execution of one job: the mechanism that both styles share. Runs perform, keeps its lease and its progress, makes
// checkpoints, and hands over to the ending.
import { CallWatch, refuseLoose } from "./call-watch.ts";
import type { AnyJobDefinition } from "./definition.ts";
import { Ending, type Outcome, type Settlement } from "./ending.ts";
import { checkFollowUps } from "./enqueue.ts";
import { asError, CrashLimitError, Interrupt, LeaseLostError, LeftoverProgressError } from "./errors.ts";
import type { JobEvent } from "./events.ts";
import { HeldLease } from "./held-lease.ts";
import type { Host, LooseEnd } from "./host.ts";
import { JobHandle } from "./job-handle.ts";
import type { Job } from "./job.ts";
import { KeptProgress, neverSettles } from "./kept-progress.ts";
import type { Progress } from "./progress.ts";
import { freshTally, type JobRequest, type Lease, type QueuedJob, type Tally } from "./queue.ts";
import { type AnyStepBody, type StartOptions, Steps } from "./steps.ts";
import { stemsFrom, StopSignal } from "./stop-signal.ts";

export class Execution<Services> {
  readonly host: Host;
  readonly #definition: AnyJobDefinition<Services>;
  readonly #watch: CallWatch;
  readonly #begunAt: number;
  /** The job as its own code sees it: the same in perform, followUps and stopReason. */
  readonly #handle: Job;
  readonly #held: HeldLease;
  readonly #kept: KeptProgress;
  readonly #stopSignal: StopSignal;
  #steps: Steps | undefined;
  #resumptions: number;

  /** @param leasedAt when the lease was asked for: milliseconds of the host's clock */
  constructor(host: Host, definition: AnyJobDefinition<Services>, lease: Lease, leasedAt: number) {
    this.host = host;
    this.#definition = definition;
    this.#held = new HeldLease(host, lease, leasedAt);
    this.#resumptions = lease.job.resumptions;
    this.#begunAt = host.clock.now();
    this.#watch = new CallWatch(() => (host.killed ? neverSettles() : undefined));
    this.#kept = new KeptProgress(host, lease);
    this.#stopSignal = new StopSignal(this);
    this.#handle = host.handleOf(new JobHandle(this, this.#kept, this.#watch));
  }

  get job(): QueuedJob {
    return this.#held.job;
  }

  get jobId(): string {
    return this.#held.job.id;
  }

  get resumptions(): number {
    return this.#resumptions;
  }

  /** What the job had been through before this execution. */
  get tallyBefore(): Tally {
    return this.#held.job.tally ?? freshTally;
  }

  get runtimeMs(): number {
    return this.tallyBefore.runtimeMs + this.#elapsedMs;
  }

  get progress(): Progress {
    return this.#kept.now;
  }

  get signal(): AbortSignal {
    return this.#stopSignal.signal;
  }

  /** When its lease runs out, as far as this worker knows: milliseconds of its clock. */
  get leasedUntil(): number {
    return this.#held.until;
  }

  /** When it has run for as long as it may: milliseconds of the worker's clock. */
  get endsAt(): number {
    return this.#begunAt + Math.min(this.#definition.maxRuntimeMs, this.host.maxRuntimeMs);
  }

  /** Where the job is, in words. */
  describe(): string {
    return this.#kept.continuation.describe();
  }

  /** Performs the job and settles its lease. Rejects only when the queue or the progress store does. */
  async perform(services: Services, settlement: Settlement): Promise<Outcome> {
    try {
      await this.#begin();
      const crashes = this.job.executions - 1 - this.tallyBefore.lastReturned;
      const { maxCrashes } = this.#definition;
      if (crashes > maxCrashes) return await this.#ending(settlement).gaveUp(new CrashLimitError(maxCrashes));
      return await this.#attempt(services).then(
        (followUps) => this.#ending(settlement).complete(followUps),
        (error: unknown) => this.#settleAfter(error, settlement),
      );
    } catch (error) {
      if (error instanceof LeaseLostError) return this.#ending(settlement).lost();
      throw error;
    }
  }

  /** Runs a step, or passes over it. For the handle. */
  runStep(name: string, options: StartOptions, body: AnyStepBody): Promise<void> {
    return (this.#steps as Steps).step(name, options, body);
  }

  /** Runs a call that the job makes, unless the job may not make any more. For steps. */
  call<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    return this.#watch.call(name, body);
  }

  /** Saves the step's cursor if it was moved, keeps the lease, and asks whether to stop. For steps. */
  async checkpoint(step: string | undefined, moved: boolean): Promise<void> {
    const loose = this.looseEnd();
    if (loose) await refuseLoose(loose);
    // The lease first: a worker that has lost it must not write over what its successor has saved.
    if (this.#held.wantsRenewal) await this.#held.renew();
    if (moved) await this.#kept.save();
    const turn = this.host.clock.turn?.();
    if (turn) await turn;
    const stop = this.#stopReason();
    if (this.host.listening) {
      const cursor = this.progress.current?.cursor;
      this.tell({ type: "checkpoint", stop, ...(step !== undefined && { step, cursor }) });
    }
    if (stop !== undefined) this.stop(stop);
  }

  /** Ends the execution: the job goes back to the queue. */
  stop(reason: string, wait?: number): never {
    return this.#interruptWith(new Interrupt(this.describe(), reason, wait));
  }

  /** The Interrupt of the signal, when an error comes from it: an aborted `sleep` or `fetch` is a stop like any other. */
  asInterrupt(error: unknown): Interrupt | undefined {
    const { reason } = this.#stopSignal;
    if (!(reason instanceof Interrupt) || this.#watch.latch || !stemsFrom(error, reason)) return undefined;
    this.tell({ type: "interrupted", reason: reason.reason, progress: this.progress });
    this.#watch.latchOn(reason);
    return reason;
  }

  /**
   * A call that the job must not leave behind: what nobody awaits may come after the job has ended, or never. Services know
   * of their own calls.
   */
  looseEnd(): LooseEnd | undefined {
    return this.#watch.looseEnd() ?? this.host.looseEnd();
  }

  tell(event: JobEvent): void {
    this.host.tell(event, this.job);
  }

  async #begin(): Promise<void> {
    this.tell({ type: "performing" });
    await this.#kept.open();
    this.#steps = new Steps(this, this.#kept, this.#watch);
    if (!this.#kept.continuation.started) return;
    this.#resumptions += 1;
    this.tell({ type: "resumed", from: this.progress });
  }

  /** Runs the job's own code; returns the jobs that are to follow. */
  async #attempt(services: Services): Promise<readonly JobRequest[]> {
    const { args } = this.job;
    try {
      await this.#definition.perform(args as never, this.#handle, services);
      const unfinished = this.#refuseUnfinished();
      if (unfinished) await unfinished;
      const followUps = this.#definition.followUps(args as never, this.#handle, services);
      if (Array.isArray(followUps)) return checkFollowUps(this.job.name, followUps);
      const found = await followUps;
      await this.#refuseUnfinished();
      return checkFollowUps(this.job.name, found);
    } finally {
      this.#watch.end();
      this.#stopSignal.end();
    }
  }

  #stopReason(): string | undefined {
    const own = this.#definition.stopReason?.(this.#handle);
    if (own !== undefined) return own;
    return this.host.clock.now() > this.endsAt ? "max_runtime_exceeded" : this.host.stopReason(this.#handle);
  }

  #interruptWith(interrupt: Interrupt): never {
    this.tell({ type: "interrupted", reason: interrupt.reason, progress: this.progress });
    return this.#watch.interrupt(interrupt);
  }

  /** Refuses to go on while something is not finished that the job's code has begun. */
  #refuseUnfinished(): Promise<never> | undefined {
    this.#watch.refuseUnawaitedStep();
    this.#watch.refuseUnfinished(this.describe());
    const leftover = this.#kept.continuation.leftover();
    if (leftover) throw new LeftoverProgressError(leftover.step, leftover.met);
    const loose = this.looseEnd();
    return loose && refuseLoose(loose);
  }

  async #settleAfter(thrown: unknown, settlement: Settlement): Promise<Outcome> {
    const { reason } = this.#stopSignal;
    if (reason instanceof LeaseLostError && stemsFrom(thrown, reason)) throw reason;
    const error = this.asInterrupt(thrown) ?? asError(thrown, "The job");
    const { latch } = this.#watch;
    const asked = error === latch || (latch !== undefined && error.cause === latch);
    if (asked && latch instanceof LeaseLostError) throw latch;
    if (asked && latch instanceof Interrupt) return await this.#ending(settlement).interrupted(latch);
    return await this.#ending(settlement).failed(error);
  }

  #ending(settlement: Settlement): Ending<Services> {
    return new Ending(this.host, this.#definition, settlement, {
      lease: this.#held.lease,
      progress: this.progress,
      resumptions: this.#resumptions,
      tally: { ...this.tallyBefore, runtimeMs: this.runtimeMs, lastReturned: this.job.executions },
      advanced: this.#kept.continuation.advanced,
      save: () => this.#kept.saveLast(),
    });
  }

  get #elapsedMs(): number {
    return this.host.clock.now() - this.#begunAt;
  }
}
