// The steps of a job over all its executions: which are done, which is under way, which may come next.
import { DuplicateStepError, ConcurrentStepError, StepNameError, StepOrderError } from "./errors.ts";
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";

/** The state that the rules about steps are about. It does nothing to the outside. */
export class Continuation {
  /** Whether this execution finished a step or moved a cursor, so that the next step begins with a checkpoint. */
  advanced = false;
  /** Whether an isolated step was met in this execution; it holds until the end. */
  isolating = false;

  #completed: readonly string[];
  #current: Progress["current"];
  readonly #met: string[] = [];
  #running: string | undefined;

  constructor(progress: Progress | undefined) {
    this.#completed = progress?.completed ?? [];
    this.#current = progress?.current;
  }

  /** Whether there is progress to resume from. */
  get started(): boolean {
    return this.#completed.length > 0 || this.#current !== undefined;
  }

  /** The step that is running now. */
  get running(): string | undefined {
    return this.#running;
  }

  get progress(): Progress {
    return this.#current === undefined
      ? { completed: this.#completed }
      : { completed: this.#completed, current: this.#current };
  }

  /** Where the job is, in words. */
  describe(): string {
    return describeProgress(this.progress);
  }

  /**
   * Takes note of a step that perform has come to.
   *
   * @returns "completed" when the step is to be skipped, "current" when it is to be resumed, "new" otherwise
   * @throws a ContinuationError when the step must not come here
   */
  meet(name: string): "completed" | "current" | "new" {
    this.#refuseBadName(name);
    this.#refuseDuplicate(name);
    this.#refuseOverlap(name);
    this.#refuseOtherThanCurrent(name);
    this.#refuseOtherOrder(name);
    this.#met.push(name);
    if (this.#completed.includes(name)) return "completed";
    return this.#current?.step === name ? "current" : "new";
  }

  /** Begins a step that `meet` let through; returns the cursor to begin with. */
  begin(name: string, start: Json | undefined): Json | undefined {
    const cursor = this.#current ? this.#current.cursor : start;
    this.#running = name;
    this.move(name, cursor);
    return cursor;
  }

  move(step: string, cursor: Json | undefined): void {
    this.#current = cursor === undefined ? { step } : { step, cursor };
  }

  /** The step's body has ended well: it will not run again. */
  complete(name: string): void {
    this.#completed = [...this.#completed, name];
    this.#current = undefined;
    this.advanced = true;
  }

  /** The step's body has ended, well or not. */
  leave(moved: boolean): void {
    this.#running = undefined;
    this.advanced ||= moved;
  }

  /** The first step of the saved progress that this execution never met. */
  leftover(): string | undefined {
    if (this.#current) return this.#current.step;
    return this.#completed.find((name) => !this.#met.includes(name));
  }

  #refuseBadName(name: unknown): void {
    if (typeof name !== "string" || name === "") throw new StepNameError(name);
  }

  #refuseDuplicate(name: string): void {
    if (this.#met.includes(name)) throw new DuplicateStepError(name);
  }

  #refuseOverlap(name: string): void {
    if (this.#running !== undefined) throw new ConcurrentStepError(name, this.#running);
  }

  #refuseOtherThanCurrent(name: string): void {
    if (this.#current && this.#current.step !== name && !this.#completed.includes(name)) {
      throw new StepOrderError(name, `to resume from '${this.#current.step}'`);
    }
  }

  #refuseOtherOrder(name: string): void {
    const expected = this.#completed[this.#met.length];
    if (expected !== undefined && expected !== name) throw new StepOrderError(name, `to see '${expected}'`);
  }
}

/** Progress in words: "at step 'charge', cursor 20". */
export function describeProgress(progress: Progress | undefined): string {
  const current = progress?.current;
  if (current) {
    const cursor = current.cursor === undefined ? "no cursor yet" : `cursor ${JSON.stringify(current.cursor)}`;
    return `at step '${current.step}', ${cursor}`;
  }
  const last = progress?.completed.at(-1);
  return last === undefined ? "before its first step" : `after step '${last}'`;
}
