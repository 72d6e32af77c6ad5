// The handle that a step's body receives.
import { StaleStepError, UnadvanceableCursorError } from "./errors.ts";
import type { Execution } from "./execution.ts";
import { copyJson, type Json, sameJson } from "./json.ts";
import type { KeptProgress } from "./kept-progress.ts";

interface Begun {
  readonly name: string;
  readonly cursor: Json | undefined;
  readonly resumed: boolean;
}

/** A step while its body runs. Typed as `Step<Cursor>` for users; here a cursor is any JSON. */
export class RunningStep {
  readonly #name: string;
  readonly #resumed: boolean;
  readonly #execution: Execution<never>;
  readonly #kept: KeptProgress;
  readonly #initial: Json | undefined;
  #cursor: Json | undefined;
  #ended = false;

  constructor(execution: Execution<never>, kept: KeptProgress, { name, cursor, resumed }: Begun) {
    this.#execution = execution;
    this.#kept = kept;
    this.#name = name;
    this.#resumed = resumed;
    this.#initial = cursor;
    this.#cursor = cursor;
  }

  get name(): string {
    return this.#name;
  }

  get resumed(): boolean {
    return this.#resumed;
  }

  get cursor(): Json | undefined {
    return this.#cursor;
  }

  get advanced(): boolean {
    // No cursor and null both mean that nothing is done yet: going from one to the other is no progress, as in Rails.
    return !sameJson(this.#initial ?? null, this.#cursor ?? null);
  }

  set(cursor: Json): Promise<void> {
    return this.#execution.call("step.set(…)", () => this.#set("step.set(…)", cursor));
  }

  advance(options: { readonly from?: number } = {}): Promise<void> {
    return this.#execution.call("step.advance(…)", () => {
      const from = options.from ?? this.#cursor;
      if (!Number.isSafeInteger(from)) throw new UnadvanceableCursorError(this.#name, from);
      return this.#set("step.advance(…)", (from as number) + 1);
    });
  }

  checkpoint(): Promise<void> {
    return this.#execution.call("step.checkpoint()", async () => {
      this.#refuseStale("step.checkpoint()");
      await this.#execution.checkpoint(this.#name, false);
    });
  }

  /** The body has ended: from now on the handle refuses to be used. Not a method, since the body holds the handle. */
  static end(step: RunningStep): void {
    step.#ended = true;
  }

  #set(call: string, cursor: Json): Promise<void> {
    this.#refuseStale(call);
    this.#cursor = copyJson(cursor, `the cursor of step '${this.#name}'`);
    this.#kept.move(this.#name, this.#cursor);
    return this.#execution.checkpoint(this.#name, true);
  }

  #refuseStale(call: string): void {
    if (this.#ended) throw new StaleStepError(this.#name, call);
  }
}
