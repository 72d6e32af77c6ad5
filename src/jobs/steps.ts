// The steps of one execution: each is met, begun or passed over, run, and written down when it has ended.
import { type CallWatch, refuseLoose } from "./call-watch.ts";
import type { Continuation } from "./continuation.ts";
import { ConcurrentStepError, Interrupt, NestedStepError } from "./errors.ts";
import type { Execution } from "./execution.ts";
import type { StepBody, StepOptions } from "./job.ts";
import { copyJson, type Json } from "./json.ts";
import { RunningStep } from "./running-step.ts";

export type StartOptions = StepOptions & { readonly start?: Json };
export type AnyStepBody = StepBody<never, never> | StepBody<never, undefined>;

export class Steps {
  readonly #execution: Execution<never>;
  readonly #continuation: Continuation;
  readonly #watch: CallWatch;

  constructor(execution: Execution<never>, continuation: Continuation, watch: CallWatch) {
    this.#execution = execution;
    this.#continuation = continuation;
    this.#watch = watch;
  }

  /** Runs a step, or passes over it. */
  async step(name: string, options: StartOptions, body: AnyStepBody): Promise<void> {
    this.#continuation.enter(name);
    try {
      this.#watch.refuseUnawaitedStep();
      this.#watch.refuseToGoOn();
      if (this.#continuation.advanced) await this.#execution.checkpoint(undefined, false);
      const position = this.#continuation.meet(name);
      if (position === "completed") return this.#execution.tell({ type: "step_skipped", step: name });
      this.#isolate(options);
      await this.#run(name, position === "current", options.start, body);
    } finally {
      this.#continuation.leave();
    }
  }

  async #run(name: string, resumed: boolean, start: Json | undefined, body: AnyStepBody): Promise<void> {
    const first = start === undefined ? undefined : copyJson(start, `the start of step '${name}'`);
    const step = new RunningStep(this.#execution, name, this.#continuation.begin(name, first), resumed);
    this.#execution.noteChange();
    this.#execution.tell({ type: "step_started", step: name, cursor: step.cursor, resumed });
    try {
      await (body as (step: RunningStep) => Promise<void> | void)(step);
      this.#watch.refuseUnfinished(`in step '${name}'`);
      const loose = this.#execution.looseEnd();
      if (loose) await refuseLoose(loose);
    } catch (error) {
      this.#continuation.advanced ||= step.advanced;
      throw this.#failure(name, step.cursor, error);
    } finally {
      step.end();
    }
    this.#continuation.complete(name);
    await this.#execution.save();
    this.#execution.tell({ type: "step_completed", step: name, cursor: step.cursor });
  }

  #failure(step: string, cursor: Json | undefined, thrown: unknown): unknown {
    const raised = this.#execution.asInterrupt(thrown) ?? thrown;
    if (raised instanceof Interrupt) {
      this.#execution.tell({ type: "step_interrupted", step, cursor });
      return raised;
    }
    // An error that came straight out of this step's own body was caused in there: that step was nested, not concurrent.
    const inside = raised instanceof ConcurrentStepError && raised.running === step && !this.#watch.raisedAgain;
    const error = inside ? new NestedStepError(raised.step, step) : raised;
    this.#execution.tell({ type: "step_failed", step, cursor, error });
    return error;
  }

  #isolate({ isolated = false }: StartOptions): void {
    this.#continuation.isolating ||= isolated;
    if (this.#continuation.isolating && this.#continuation.advanced) this.#execution.stop("isolating");
  }
}
