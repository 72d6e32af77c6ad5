// What `perform` receives: the job under way, its steps and their cursors.
import type { JobDefinition } from "./definition.ts";
import type { EnqueueOptions } from "./enqueue.ts";
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import type { Enqueued } from "./queue.ts";

/** The job that is being performed. */
export interface Job {
  readonly id: string;
  readonly name: string;
  /** The queue it was leased from. */
  readonly queue: string;
  /** Lower goes first. */
  readonly priority: number;
  /** Which execution this is, counted from 1; executions that crashed count too. */
  readonly executions: number;
  /** How many executions, this one included, began from saved progress. */
  readonly resumptions: number;
  /** How often it has gone back to the queue without an error: stopped, out of time, throttled, isolating. */
  readonly interruptions: number;
  /** Milliseconds spent performing so far, over all executions, those that crashed not included. */
  readonly runtimeMs: number;
  /** Where the job is: its finished steps, the one under way with its cursor, its attributes. */
  readonly progress: Progress;
  /**
   * Aborted when the worker is asked to stop, when `maxRuntimeMs` is over, and when the lease has run out; hand it to
   * whatever can end a long wait early: `await sleep(5_000, null, { signal: job.signal })`. Let the error pass that this
   * raises: the job then goes back to the queue, as at a checkpoint.
   */
  readonly signal: AbortSignal;

  /**
   * Runs a named part of the job that is never run again once it has finished. Steps run one after another, and their
   * names keep their order from one execution to the next. Code outside steps runs at every execution.
   *
   * @example
   * await job.step<number>("charge", async (step) => {
   *   for await (const order of shop.orders.pending().after(step.cursor)) {
   *     await shop.payments.charge(order, { key: `charge:${order.id}` });
   *     await step.set(order.id);
   *   }
   * });
   * @throws a ContinuationError when steps are repeated, nested, concurrent, or not in the order of saved progress
   * @throws Interrupt when the worker is stopping; let it pass
   */
  step<Cursor extends Json = never>(name: string, body: StepBody<Cursor, undefined>): Promise<void>;
  step<Cursor extends Json>(
    name: string,
    options: StepOptions & { readonly start: Cursor },
    body: StepBody<Cursor, never>,
  ): Promise<void>;
  step<Cursor extends Json = never>(
    name: string,
    options: StepOptions,
    body: StepBody<Cursor, undefined>,
  ): Promise<void>;

  /**
   * Enqueues another job from within this one. The key is required: this line may run again after a crash, and the key
   * makes the second time harmless.
   */
  enqueue<Args extends Json>(
    definition: JobDefinition<Args, never>,
    args: NoInfer<Args>,
    options: EnqueueOptions & { readonly key: string },
  ): Promise<Enqueued>;

  /**
   * Ends this execution here; the job goes back to the queue with its progress.
   *
   * @param reason why, for logs and events: "throttled"
   * @param options.wait milliseconds until it may go on; the definition's `resume.wait` when missing
   * @throws Interrupt always; let it pass
   */
  interrupt(reason: string, options?: { readonly wait?: number }): Promise<never>;

  /**
   * A named value that is kept with the progress, for what is neither an argument nor a cursor. Change it before you move
   * the cursor that it belongs to: then both become durable in the same write.
   *
   * @example
   * const total = job.attribute("total", 0);
   * total.value += order.totalCents;
   * @throws NotJsonError when a value would not survive JSON; AttributeChangedError when a value is changed in place
   */
  // One for each kind of literal: a value that begins as 0 is a number, not for ever 0.
  attribute(name: string, initial: number): Attribute<number>;
  attribute(name: string, initial: string): Attribute<string>;
  attribute(name: string, initial: boolean): Attribute<boolean>;
  attribute<Value extends Json>(name: string, initial: Value): Attribute<Value>;
}

/** A value that survives an interruption together with the cursor. */
export interface Attribute<Value extends Json> {
  /**
   * Setting it copies the value; it becomes durable at the next checkpoint. What is read cannot be changed in place: set a
   * new value, `list.value = [...list.value, item]`.
   */
  value: Value;
}

export interface StepOptions {
  /** Runs this step, and the one after it, in an execution of its own. Default: false. */
  readonly isolated?: boolean;
}

export type StepBody<Cursor extends Json, Missing extends undefined> = (
  step: Step<Cursor, Missing>,
) => Promise<void> | void;

/** A step under way. `Missing` is undefined as long as the step may have no cursor yet. */
export interface Step<Cursor extends Json, Missing extends undefined = undefined> {
  readonly name: string;
  /** Where the step is: the last value given to `set`, in this execution or an earlier one; at first `start`. */
  readonly cursor: Cursor | Missing;
  /** Whether an earlier execution was interrupted in this step. */
  readonly resumed: boolean;
  /** Whether this execution has moved the cursor. */
  readonly advanced: boolean;

  /**
   * Moves the cursor and makes a checkpoint: saves progress, then asks whether to stop. Call it when the work that the
   * cursor stands for is done.
   *
   * @throws NotJsonError when the cursor would not survive JSON; Interrupt when the worker is stopping
   */
  set(cursor: Cursor): Promise<void>;

  /**
   * Sets the cursor to the whole number after `from`, or after the present cursor: the next to do.
   *
   * @throws UnadvanceableCursorError when there is no whole number to advance from
   */
  advance(this: Step<number, undefined> | Step<number, never>, options?: { readonly from?: number }): Promise<void>;

  /** Asks whether to stop, without moving the cursor. Nothing is saved. */
  checkpoint(): Promise<void>;
}
