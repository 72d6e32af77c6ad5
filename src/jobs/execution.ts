// One execution of one job: the mechanism that both styles share. Runs perform, keeps its steps, cursors and attributes,
// makes checkpoints, and hands over to the ending.
import { CallWatch } from "./call-watch.ts";
import { Continuation } from "./continuation.ts";
import type { AnyJobDefinition, JobDefinition } from "./definition.ts";
import { Ending, type Outcome, type Settlement } from "./ending.ts";
import { checkFollowUps, type EnqueueOptions, jobRequest } from "./enqueue.ts";
import {
  AttributeError,
  ConcurrentStepError,
  Interrupt,
  LeaseLostError,
  LeftoverProgressError,
  MissingKeyError,
  NestedStepError,
  UnawaitedCallError,
} from "./errors.ts";
import type { JobEvent } from "./events.ts";
import type { Host } from "./host.ts";
import type { Attribute, Job, StepBody, StepOptions } from "./job.ts";
import { copyJson, type Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import { freshTally, type JobRequest, type Lease, type Tally } from "./queue.ts";
import { RunningStep } from "./running-step.ts";

/** A new promise each time: one shared by all would keep every waiting job in memory. */
const neverSettles = () => new Promise<never>(() => {});

type StartOptions = StepOptions & { readonly start?: Json };
type AnyStepBody = StepBody<never, never> | StepBody<never, undefined>;

export class Execution<Services> implements Job {
  readonly #host: Host;
  readonly #definition: AnyJobDefinition<Services>;
  readonly #watch: CallWatch;
  readonly #begunAt: number;
  /** The job as its own code sees it: the same in perform, followUps and stopReason. */
  readonly #handle: Job;
  #lease: Lease;
  #continuation = new Continuation(undefined);
  #resumptions: number;
  /** Whether the progress has changed since the store heard of it. */
  #unsaved = false;

  constructor(host: Host, definition: AnyJobDefinition<Services>, lease: Lease) {
    this.#host = host;
    this.#definition = definition;
    this.#lease = lease;
    this.#resumptions = lease.job.resumptions;
    this.#begunAt = host.clock.now();
    this.#watch = new CallWatch(() => (host.killed ? neverSettles() : undefined));
    this.#handle = host.handleOf(this);
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

  get priority(): number {
    return this.#lease.job.priority;
  }

  get executions(): number {
    return this.#lease.job.executions;
  }

  get resumptions(): number {
    return this.#resumptions;
  }

  get interruptions(): number {
    const { interruptions, pauses } = this.#tallyBefore;
    return interruptions + pauses;
  }

  get runtimeMs(): number {
    return this.#tallyBefore.runtimeMs + this.#elapsedMs;
  }

  get progress(): Progress {
    return this.#continuation.progress;
  }

  get signal(): AbortSignal {
    return this.#host.signal;
  }

  /** Performs the job and settles its lease. Rejects only when the queue or the progress store does. */
  async perform(services: Services, settlement: Settlement): Promise<Outcome> {
    try {
      await this.#begin();
      return await this.#attempt(services).then(
        (followUps) => this.#ending(settlement).complete(followUps),
        (error: unknown) => this.#settleAfter(error, settlement),
      );
    } catch (error) {
      if (error instanceof LeaseLostError) return this.#ending(settlement).lost();
      throw error;
    }
  }

  step<Cursor extends Json>(
    name: string,
    first: StartOptions | StepBody<Cursor, undefined>,
    second?: AnyStepBody,
  ): Promise<void> {
    const [options, body] = typeof first === "function" ? [{}, first as AnyStepBody] : [first, second as AnyStepBody];
    return this.#watch.step(`job.step(${JSON.stringify(name)}, …)`, () => this.#step(name, options, body));
  }

  enqueue<Args extends Json>(
    definition: JobDefinition<Args, never>,
    args: NoInfer<Args>,
    options: EnqueueOptions & { readonly key: string },
  ): Promise<string> {
    return this.#watch.parallelCall("job.enqueue(…)", async () => {
      if (options?.key === undefined) throw new MissingKeyError(definition.name);
      const request = jobRequest(definition, args, options);
      const [id] = await this.#host.outside(() => this.#host.queue.enqueue([request]));
      return id as string;
    });
  }

  interrupt(reason: string, { wait }: { readonly wait?: number } = {}): Promise<never> {
    return this.call("job.interrupt(…)", async () => this.#interrupt(reason, wait));
  }

  attribute<Value extends Json>(name: string, initial: Value): Attribute<Value> {
    if (typeof name !== "string" || name === "") throw new AttributeError(name);
    const read = () => this.#continuation.attribute(name) as Value | undefined;
    const write = (value: Value) => {
      this.#watch.refuseAfterMisuse();
      this.#continuation.setAttribute(name, copyJson(value, `attribute '${name}'`));
      this.#unsaved = true;
    };
    return {
      get value() {
        return read() ?? initial;
      },
      set value(value: Value) {
        write(value);
      },
    };
  }

  /** Runs a call that the job makes, unless the job may not make any more. For steps. */
  call<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    return this.#watch.call(name, body);
  }

  /** Saves the step's cursor if it was moved, keeps the lease, and asks whether to stop. For steps. */
  async checkpoint(step: string | undefined, moved: boolean): Promise<void> {
    this.#refuseLooseCall();
    // The lease first: a worker that has lost it must not write over what its successor has saved.
    if (this.#mustRenew()) await this.#renew();
    if (moved) await this.#save();
    const stop = this.#stopReason();
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
      await this.#definition.perform(args as never, this.#handle, services);
      this.#refuseLooseEnds();
      const followUps = this.#definition.followUps(args as never, this.#handle, services);
      return checkFollowUps(this.name, Array.isArray(followUps) ? followUps : await followUps);
    } finally {
      this.#watch.end();
    }
  }

  async #step(name: string, options: StartOptions, body: AnyStepBody): Promise<void> {
    this.#continuation.enter(name);
    try {
      this.#watch.refuseUnawaitedStep();
      this.#watch.refuseToGoOn();
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
      this.#watch.refuseUnfinished(`in step '${name}'`);
      this.#refuseLooseCall();
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

  #stepFailure(step: string, cursor: Json | undefined, raised: unknown): unknown {
    if (raised instanceof Interrupt) {
      this.#tell({ type: "step_interrupted", step, cursor });
      return raised;
    }
    // An error that came straight out of this step's own body was caused in there: that step was nested, not concurrent.
    const inside = raised instanceof ConcurrentStepError && raised.running === step && !this.#watch.raisedAgain;
    const error = inside ? new NestedStepError(raised.step, step) : raised;
    this.#tell({ type: "step_failed", step, cursor, error });
    return error;
  }

  #isolate({ isolated = false }: StartOptions): void {
    this.#continuation.isolating ||= isolated;
    if (this.#continuation.isolating && this.#continuation.advanced) this.#interrupt("isolating");
  }

  #stopReason(): string | undefined {
    const own = this.#definition.stopReason?.(this.#handle);
    if (own !== undefined) return own;
    const limit = Math.min(this.#definition.maxRuntimeMs, this.#host.maxRuntimeMs);
    return this.#elapsedMs > limit ? "max_runtime_exceeded" : this.#host.stopReason(this.#handle);
  }

  #interrupt(reason: string, wait?: number): never {
    this.#tell({ type: "interrupted", reason, progress: this.#continuation.progress });
    return this.#watch.interrupt(new Interrupt(this.#continuation.describe(), reason, wait));
  }

  #refuseLooseEnds(): void {
    this.#watch.refuseUnawaitedStep();
    this.#watch.refuseUnfinished(this.#continuation.describe());
    this.#refuseLooseCall();
    const leftover = this.#continuation.leftover();
    if (leftover) throw new LeftoverProgressError(leftover.step, leftover.met);
  }

  /** Services know of their own calls; a call that nobody awaits may come after the job has ended, or never. */
  #refuseLooseCall(): void {
    this.#watch.refuseUnderWay();
    const call = this.#host.looseEnd();
    if (call !== undefined) throw new UnawaitedCallError(call);
  }

  async #settleAfter(thrown: unknown, settlement: Settlement): Promise<Outcome> {
    const error = thrown instanceof Error ? thrown : new Error(`The job threw ${String(thrown)}`, { cause: thrown });
    const { latch } = this.#watch;
    const asked = error === latch || (latch !== undefined && error.cause === latch);
    if (asked && latch instanceof LeaseLostError) throw latch;
    if (asked && latch instanceof Interrupt) return await this.#ending(settlement).interrupted(latch);
    return await this.#ending(settlement).failed(error);
  }

  #ending(settlement: Settlement): Ending<Services> {
    return new Ending(this.#host, this.#definition, settlement, {
      lease: this.#lease,
      progress: this.#continuation.progress,
      resumptions: this.#resumptions,
      tally: { ...this.#tallyBefore, runtimeMs: this.runtimeMs },
      advanced: this.#continuation.advanced,
      save: async () => {
        if (this.#unsaved) await this.#save();
      },
    });
  }

  async #save(): Promise<void> {
    // As `outside` does, written out: it happens once for each item of a job.
    if (this.#host.killed) await neverSettles();
    await this.#host.progress.save(this.#lease, this.#continuation.progress);
    if (this.#host.killed) await neverSettles();
    this.#unsaved = false;
  }

  /** Whether half of the lease has gone by. */
  #mustRenew(): boolean {
    return this.#host.clock.now() >= this.#lease.until - this.#host.leaseMs / 2;
  }

  /** A heartbeat that comes with progress: a job that hangs must lose its lease. */
  async #renew(): Promise<void> {
    this.#lease = await this.#host.outside(() => this.#host.queue.renew(this.#lease, this.#host.leaseMs));
  }

  get #tallyBefore(): Tally {
    return this.#lease.job.tally ?? freshTally;
  }

  get #elapsedMs(): number {
    return this.#host.clock.now() - this.#begunAt;
  }

  #tell(event: JobEvent): void {
    this.#host.tell(event, this.#lease.job);
  }
}
