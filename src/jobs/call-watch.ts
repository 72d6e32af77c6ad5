// Keeps an eye on the calls that a job makes: awaited, one at a time, and none after the Interrupt or after the end.
import { Call } from "./call.ts";
import type { LooseEnd } from "./host.ts";
import {
  CallUnderWayError,
  ConcurrentCallError,
  Interrupt,
  InterruptSwallowedError,
  JobError,
  StaleJobError,
  UnawaitedCallError,
} from "./errors.ts";

export class CallWatch {
  #ended = false;
  /** Once set, every further call of the job raises it, so that a `catch` cannot hide it: an Interrupt or a misuse. */
  #latch: Interrupt | JobError | undefined;
  #raisedAgain = false;
  #lastCall: Call<unknown> | undefined;
  #lastStep: Call<unknown> | undefined;
  #parallel: readonly Call<unknown>[] = [];
  /** How many calls that may be made side by side have not come to their end. */
  #parallelUnderWay = 0;
  readonly #whenDone: () => Promise<void> | undefined;

  /** @param whenDone awaited at the end of each call if there is one: it never settles when the worker was killed */
  constructor(whenDone: () => Promise<void> | undefined) {
    this.#whenDone = whenDone;
  }

  /** The Interrupt or the misuse that was raised first. */
  get latch(): Interrupt | JobError | undefined {
    return this.#latch;
  }

  /** Whether a later call has raised the latch again: then the error says nothing about where it came from. */
  get raisedAgain(): boolean {
    return this.#raisedAgain;
  }

  interrupt(interrupt: Interrupt): never {
    this.#latch = interrupt;
    throw interrupt;
  }

  /** An Interrupt has reached the job by another way than a call: by its signal. */
  latchOn(interrupt: Interrupt): void {
    this.#latch = interrupt;
  }

  /** The execution has ended: no call is welcome any more. */
  end(): void {
    this.#ended = true;
  }

  /** Runs a call of the job, such as `step.set`. */
  call<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    const before = this.#lastCall;
    const over = { isOver: false };
    const guarded = this.#guarded(name, over, () => {
      if (before && !(before.isOver && before.awaited)) return refuseSecond(before, name);
      if (this.#latch) this.#raiseAgain(this.#latch);
      return body();
    });
    const call = new Call(name, guarded, over);
    this.#lastCall = call;
    return call;
  }

  /** Runs a call that may be made side by side with its like, as `Promise.all` does with `job.enqueue`. */
  parallelCall<Result>(name: string, body: () => Promise<Result>): Promise<Result> {
    this.#parallelUnderWay += 1;
    const guarded = this.#guarded(name, { isOver: false }, () => {
      this.refuseToGoOn();
      return body();
    }).finally(() => (this.#parallelUnderWay -= 1));
    const call = new Call(name, guarded);
    this.#parallel = [...this.#parallel.filter(({ awaited }) => !awaited), call];
    return call;
  }

  /** Runs a call of `job.step`, within which other calls are made. */
  step(name: string, body: () => Promise<void>): Promise<void> {
    const call = new Call(name, this.#guarded(name, { isOver: false }, body));
    this.#lastStep = call;
    return call;
  }

  /** @throws UnawaitedCallError when the last step was not awaited */
  refuseUnawaitedStep(): void {
    refuseUnawaited(this.#lastStep);
  }

  /** @throws the Interrupt or the misuse that was raised before; UnawaitedCallError when the last call was not awaited */
  refuseToGoOn(): void {
    refuseUnawaited(this.#lastCall);
    if (this.#latch) this.#raiseAgain(this.#latch);
  }

  /**
   * For what belongs to the progress that an interrupted job is about to hand over: `finally { total.value = sum; }`.
   *
   * @throws the misuse that was raised before
   */
  refuseAfterMisuse(): void {
    if (this.#latch && !(this.#latch instanceof Interrupt)) this.#raiseAgain(this.#latch);
  }

  /** A call of those that may be made side by side that is still under way, though the job has come further. */
  looseEnd(): LooseEnd | undefined {
    if (this.#parallelUnderWay === 0) return undefined;
    const call = this.#parallel.find(({ awaited }) => !awaited) ?? this.#parallel.at(-1);
    return call && { call: call.name, isAwaited: () => call.awaited };
  }

  /** @throws InterruptSwallowedError when the job's code came to an end although it was interrupted */
  refuseUnfinished(where: string): void {
    refuseUnawaited(this.#lastCall);
    this.#parallel.forEach(refuseUnawaited);
    if (this.#latch instanceof Interrupt) throw new InterruptSwallowedError(where);
    if (this.#latch) this.#raiseAgain(this.#latch);
  }

  async #guarded<Result>(call: string, over: { isOver: boolean }, body: () => Promise<Result>): Promise<Result> {
    try {
      if (this.#ended) throw new StaleJobError(call);
      return await body();
    } catch (error) {
      if (error instanceof JobError) this.#latch ??= error;
      throw error;
    } finally {
      const never = this.#whenDone();
      if (never) await never;
      // Before anybody who waits for it goes on.
      over.isOver = true;
    }
  }

  #raiseAgain(error: Error): never {
    this.#raisedAgain = true;
    throw error;
  }
}

// Whoever has given calls to `Promise.all` is seen to wait for them only some turns later.
const turnsUntilAwaited = 4;

/** @throws CallUnderWayError when somebody awaits the call, UnawaitedCallError when nobody does */
export async function refuseLoose(loose: LooseEnd): Promise<never> {
  for (let turn = 0; turn < turnsUntilAwaited && !loose.isAwaited(); turn += 1) await Promise.resolve();
  throw loose.isAwaited() ? new CallUnderWayError(loose.call) : new UnawaitedCallError(loose.call);
}

/** A call has been made while the one before it was not over, or although nobody had awaited that one. */
async function refuseSecond(before: Call<unknown>, name: string): Promise<never> {
  const wasUnderWay = !before.isOver;
  for (let turn = 0; turn < turnsUntilAwaited && !before.awaited; turn += 1) await Promise.resolve();
  throw wasUnderWay && before.awaited ? new ConcurrentCallError(name) : new UnawaitedCallError(before.name);
}

function refuseUnawaited(call: Call<unknown> | undefined): void {
  if (call && !call.awaited) throw new UnawaitedCallError(call.name);
}
