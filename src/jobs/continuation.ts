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
  #attributes: Progress["attributes"];
  readonly #met: string[] = [];
  #running: string | undefined;

  constructor(progress: Progress | undefined) {
    this.#completed = progress?.completed ?? [];
    this.#current = progress?.current;
    this.#attributes = progress?.attributes;
  }

  /** Whether there is progress to resume from. */
  get started(): boolean {
    return this.#completed.length > 0 || this.#current !== undefined;
  }

  get progress(): Progress {
    const progress: Progress =
      this.#current === undefined
        ? { completed: this.#completed }
        : { completed: this.#completed, current: this.#current };
    return this.#attributes === undefined ? progress : { ...progress, attributes: this.#attributes };
  }

  attribute(name: string): Json | undefined {
    return this.#attributes && Object.hasOwn(this.#attributes, name) ? this.#attributes[name] : undefined;
  }

  setAttribute(name: string, value: Json): void {
    this.#attributes = { ...this.#attributes, [name]: value };
  }

  /** Where the job is, in words. */
  describe(): string {
    return describeProgress(this.progress);
  }

  /**
   * A call of `step` has begun. It comes before everything that the call awaits, so that no second one slips in.
   *
   * @throws ConcurrentStepError when another one has not ended
   */
  enter(name: string): void {
    if (this.#running !== undefined) {
      this.#refuseDuplicate(name);
      throw new ConcurrentStepError(name, this.#running);
    }
    this.#running = name;
  }

  /** The call of `step` has ended, well or not. */
  leave(): void {
    this.#running = undefined;
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
    this.#refuseOtherThanCurrent(name);
    this.#refuseOtherOrder(name);
    this.#met.push(name);
    if (this.#completed.includes(name)) return "completed";
    return this.#current?.step === name ? "current" : "new";
  }

  /** Begins a step that `meet` let through; returns the cursor to begin with. */
  begin(name: string, start: Json | undefined): Json | undefined {
    const cursor = this.#current ? this.#current.cursor : start;
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

  /** The step that keeps the job from being done: begun and not finished, or finished earlier and not met now. */
  leftover(): { readonly step: string; readonly met: boolean } | undefined {
    const step = this.#current?.step ?? this.#completed.find((name) => !this.#met.includes(name));
    return step === undefined ? undefined : { step, met: this.#met.includes(step) };
  }

  #refuseBadName(name: unknown): void {
    if (typeof name !== "string" || name === "") throw new StepNameError(name);
  }

  #refuseDuplicate(name: string): void {
    if (this.#met.includes(name)) throw new DuplicateStepError(name);
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
