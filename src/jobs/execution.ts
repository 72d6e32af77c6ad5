// One execution of one job: runs perform, keeps its steps and cursors, and settles the lease at the end.
import { Call } from "./call.ts";
import { Continuation } from "./continuation.ts";
import type { AnyJobDefinition, JobDefinition } from "./definition.ts";
import { type EnqueueOptions, jobRequest } from "./enqueue.ts";
import {
  ConcurrentStepError,
  Interrupt,
  InterruptSwallowedError,
  JobError,
  LeaseLostError,
  LeftoverProgressError,
  NestedStepError,
  ResumeLimitError,
  StaleJobError,
  UnawaitedCallError,
} from "./errors.ts";
import type { JobEvent } from "./events.ts";
import type { Job, StepBody, StepOptions } from "./job.ts";
import { copyJson, type Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import { RunningStep } from "./running-step.ts";
import type { JobRequest, Lease, QueuedJob } from "./queue.ts";
import type { Host } from "./host.ts";

/** How an execution ended. */
export type Outcome = { readonly job: QueuedJob; readonly progress: Progress } & (
  | { readonly kind: "completed" }
  | { readonly kind: "interrupted"; readonly reason: string }
  | { readonly kind: "resumed_after_error"; readonly error: Error }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "lease_lost" }
);

/** How the end of an execution reaches the queue. */
export interface Settlement {
  /** What happens to a job that failed for good. */
  fail(lease: Lease, failure: { readonly error: Error; readonly progress: Progress }): Promise<void>;
}

type StartOptions = StepOptions & { readonly start?: Json };
type AnyStepBody = StepBody<never, never> | StepBody<never, undefined>;

export class Execution<Services> implements Job {
  readonly #host: Host;
  readonly #definition: AnyJobDefinition<Services>;
  #lease: Lease;
  #continuation = new Continuation(undefined);
  #resumptions: number;
  #ended = false;
  /** Once set, every further call of the job raises it, so that a `catch` cannot hide it: an Interrupt or a misuse. */
  #latch: Interrupt | JobError | undefined;
  #latchRaisedAgain = false;
  /** Whether the progress has changed since the store heard of it. */
  #unsaved = false;
  #lastCall: Call<unknown> | undefined;
  #lastStep: Call<unknown> | undefined;

  constructor(host: Host, definition: AnyJobDefinition<Services>, lease: Lease) {
    this.#host = host;
    this.#definition = definition;
    this.#lease = lease;
    this.#resumptions = lease.job.resumptions;
  }

  get id(): string {
    return this.#lease.job.id;
  }

  get name(): string {
    return this.#lease.job.name;
  }

  get queue(): string {
    return this.#lease.job.queue;
  }

  get executions(): number {
    return this.#lease.job.executions;
  }

  get resumptions(): number {
    return this.#resumptions;
  }

  get signal(): AbortSignal {
    return this.#host.signal;
  }

  /** Performs the job and settles its lease. Rejects only when the queue or the progress store does. */
  async perform(services: Services, settlement: Settlement): Promise<Outcome> {
    try {
      await this.#begin();
      return await this.#attempt(services).then(
        (followUps) => this.#acknowledge(followUps),
        (error: unknown) => this.#settleAfter(error, settlement),
      );
    } catch (error) {
      if (error instanceof LeaseLostError) return this.#lost();
      throw error;
    }
  }

  step<Cursor extends Json>(
    name: string,
    first: StartOptions | StepBody<Cursor, undefined>,
    second?: AnyStepBody,
  ): Promise<void> {
    const [options, body] = typeof first === "function" ? [{}, first as AnyStepBody] : [first, second as AnyStepBody];
    const written = `job.step(${JSON.stringify(name)}, …)`;
    const call = new Call(
      written,
      this.#guarded(written, () => this.#step(name, options, body)),
    );
    this.#lastStep = call;
    return call;
  }

  enqueue<Args extends Json>(
    definition: JobDefinition<Args, never>,
    args: NoInfer<Args>,
    options: EnqueueOptions & { readonly key: string },
  ): Promise<string> {
    return this.call("job.enqueue(…)", async () => {
      const request = jobRequest(definition, args, options);
      const [id] = await this.#host.outside(() => this.#host.queue.enqueue([request]));
      return id as string;
    });
  }

  /** Runs a call that the job makes, unless the job may not make any more. For steps and for this file. */
  call<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    const guarded = this.#guarded(name, () => {
      this.#refuseToGoOn();
      return body();
    });
    const call = new Call(name, guarded);
    this.#lastCall = call;
    return call;
  }

  /** Saves the step's cursor if it was given, keeps the lease, and asks whether to stop. For steps. */
  async checkpoint(step: string | undefined, moved: boolean): Promise<void> {
    if (moved) await this.#save();
    await this.#renewInTime();
    const stop = this.#host.stopReason(this);
    if (this.#host.listening) {
      const current = this.#continuation.progress.current;
      this.#tell({ type: "checkpoint", stop, ...(step !== undefined && { step, cursor: current?.cursor }) });
    }
    if (stop !== undefined) this.#interrupt(stop);
  }

  /** Moves the cursor of the running step. For steps. */
  move(step: string, cursor: Json): void {
    this.#continuation.move(step, cursor);
    this.#unsaved = true;
  }

  async #begin(): Promise<void> {
    this.#tell({ type: "performing" });
    this.#continuation = new Continuation(await this.#host.outside(() => this.#host.progress.open(this.#lease)));
    if (!this.#continuation.started) return;
    this.#resumptions += 1;
    this.#tell({ type: "resumed", from: this.#continuation.progress });
  }

  /** Runs the job's own code; returns the jobs that are to follow. */
  async #attempt(services: Services): Promise<readonly JobRequest[]> {
    const { args } = this.#lease.job;
    try {
      await this.#definition.perform(args as never, this, services);
      this.#refuseLooseEnds();
      return this.#definition.followUps(args as never);
    } finally {
      this.#ended = true;
    }
  }

  async #step(name: string, options: StartOptions, body: AnyStepBody): Promise<void> {
    this.#continuation.enter(name);
    try {
      this.#refuseUnawaited(this.#lastStep);
      this.#refuseToGoOn();
      if (this.#continuation.advanced) await this.checkpoint(undefined, false);
      const position = this.#continuation.meet(name);
      if (position === "completed") return this.#tell({ type: "step_skipped", step: name });
      this.#isolate(options);
      await this.#run(name, position === "current", options.start, body);
    } finally {
      this.#continuation.leave();
    }
  }

  async #run(name: string, resumed: boolean, start: Json | undefined, body: AnyStepBody): Promise<void> {
    const first = start === undefined ? undefined : copyJson(start, `the start of step '${name}'`);
    const step = new RunningStep(this, name, this.#continuation.begin(name, first), resumed);
    this.#unsaved = true;
    this.#tell({ type: "step_started", step: name, cursor: step.cursor, resumed });
    try {
      await (body as (step: RunningStep) => Promise<void> | void)(step);
      this.#refuseUnfinished(`in step '${name}'`);
    } catch (error) {
      this.#continuation.advanced ||= step.advanced;
      throw this.#stepFailure(name, step.cursor, error);
    } finally {
      step.end();
    }
    this.#continuation.complete(name);
    await this.#save();
    this.#tell({ type: "step_completed", step: name, cursor: step.cursor });
  }

  #stepFailure(step: string, cursor: Json | undefined, error: unknown): unknown {
    if (error instanceof Interrupt) {
      this.#tell({ type: "step_interrupted", step, cursor });
      return error;
    }
    this.#tell({ type: "step_failed", step, cursor, error });
    // An error that came straight out of this step's own body was caused in there: that step was nested, not concurrent.
    const inside = error instanceof ConcurrentStepError && error.running === step && !this.#latchRaisedAgain;
    return inside ? new NestedStepError(error.step, step) : error;
  }

  #isolate({ isolated = false }: StartOptions): void {
    this.#continuation.isolating ||= isolated;
    if (this.#continuation.isolating && this.#continuation.advanced) this.#interrupt("isolating");
  }

  #interrupt(reason: string): never {
    const interrupt = new Interrupt(this.#continuation.describe(), reason);
    this.#latch = interrupt;
    this.#tell({ type: "interrupted", reason, progress: this.#continuation.progress });
    throw interrupt;
  }

  async #guarded<Result>(call: string, body: () => Promise<Result>): Promise<Result> {
    try {
      if (this.#ended) throw new StaleJobError(call);
      return await body();
    } catch (error) {
      if (error instanceof JobError) this.#latch ??= error;
      throw error;
    } finally {
      if (this.#host.killed) await neverSettles();
    }
  }

  #refuseToGoOn(): void {
    this.#refuseUnawaited(this.#lastCall);
    if (this.#latch) this.#raiseAgain(this.#latch);
  }

  #refuseUnfinished(where: string): void {
    this.#refuseUnawaited(this.#lastCall);
    if (this.#latch instanceof Interrupt) throw new InterruptSwallowedError(where);
    if (this.#latch) this.#raiseAgain(this.#latch);
  }

  #raiseAgain(error: Error): never {
    this.#latchRaisedAgain = true;
    throw error;
  }

  #refuseUnawaited(call: Call<unknown> | undefined): void {
    if (call && !call.awaited) throw new UnawaitedCallError(call.name);
  }

  #refuseLooseEnds(): void {
    this.#refuseUnawaited(this.#lastStep);
    this.#refuseUnfinished(this.#continuation.describe());
    const leftover = this.#continuation.leftover();
    if (leftover) throw new LeftoverProgressError(leftover.step, leftover.met);
  }

  async #save(): Promise<void> {
    await this.#host.outside(() => this.#host.progress.save(this.#lease, this.#continuation.progress));
    this.#unsaved = false;
  }

  /** A heartbeat that comes with progress: a job that hangs must lose its lease. */
  async #renewInTime(): Promise<void> {
    const { leaseMs } = this.#host;
    if (this.#host.clock.now() < this.#lease.until - leaseMs / 2) return;
    this.#lease = await this.#host.outside(() => this.#host.queue.renew(this.#lease, leaseMs));
  }

  async #acknowledge(followUps: readonly JobRequest[]): Promise<Outcome> {
    await this.#host.outside(() => this.#host.queue.acknowledge(this.#lease, followUps));
    this.#tell({ type: "completed" });
    await this.#host.outside(() => this.#host.progress.forget(this.#lease));
    return { kind: "completed", ...this.#state() };
  }

  async #settleAfter(thrown: unknown, settlement: Settlement): Promise<Outcome> {
    const error = thrown instanceof Error ? thrown : new Error(`The job threw ${String(thrown)}`, { cause: thrown });
    const asked = error === this.#latch;
    if (asked && error instanceof LeaseLostError) throw error;
    if ((asked && error instanceof Interrupt) || this.#resumes(error)) return await this.#goBack(error, settlement);
    return await this.#fail(error, settlement);
  }

  /** The engine's own errors say that the code is wrong: another try would end the same way. */
  #resumes(error: Error): boolean {
    const { resumeErrorsAfterAdvancing } = this.#definition;
    return resumeErrorsAfterAdvancing && this.#continuation.advanced && !(error instanceof JobError);
  }

  async #goBack(error: Error, settlement: Settlement): Promise<Outcome> {
    const { maxResumptions, resume } = this.#definition;
    if (this.#resumptions >= maxResumptions) {
      return await this.#fail(new ResumeLimitError(maxResumptions, error), settlement);
    }
    const { progress } = this.#continuation;
    // On the next execution the store's word counts more than the payload's, so it must not be the older one.
    if (this.#unsaved) await this.#save();
    const options = { progress, resumptions: this.#resumptions, ...resume };
    await this.#host.outside(() => this.#host.queue.release(this.#lease, options));
    const interrupted = error instanceof Interrupt;
    this.#tell({ type: "released", because: interrupted ? "interrupt" : "error", progress });
    return interrupted
      ? { kind: "interrupted", reason: error.reason, ...this.#state() }
      : { kind: "resumed_after_error", error, ...this.#state() };
  }

  async #fail(error: Error, settlement: Settlement): Promise<Outcome> {
    const { progress } = this.#continuation;
    await this.#host.outside(() => settlement.fail(this.#lease, { error, progress }));
    this.#tell({ type: "failed", error });
    await this.#host.outside(() => this.#host.progress.forget(this.#lease));
    return { kind: "failed", error, ...this.#state() };
  }

  #lost(): Outcome {
    this.#tell({ type: "lease_lost" });
    return { kind: "lease_lost", ...this.#state() };
  }

  #state(): { readonly job: QueuedJob; readonly progress: Progress } {
    return { job: this.#lease.job, progress: this.#continuation.progress };
  }

  #tell(event: JobEvent): void {
    this.#host.tell(event, this.#lease.job);
  }
}

/** A new promise each time: one shared by all would keep every waiting job in memory. */
const neverSettles = () => new Promise<never>(() => {});
