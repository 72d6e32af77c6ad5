// The steps of one execution: each is met, begun or passed over, run, and written down when it has ended.
import { type CallWatch, refuseLoose } from "./call-watch.ts";
import { ConcurrentStepError, Interrupt, NestedStepError } from "./errors.ts";
import type { Execution } from "./execution.ts";
import type { StepBody, StepOptions } from "./job.ts";
import { copyJson, type Json } from "./json.ts";
import type { KeptProgress } from "./kept-progress.ts";
import { RunningStep } from "./running-step.ts";

export type StartOptions = StepOptions & { readonly start?: Json };
export type AnyStepBody = StepBody<never, never> | StepBody<never, undefined>;

export class Steps {
  readonly #execution: Execution<never>;
  readonly #kept: KeptProgress;
  readonly #watch: CallWatch;

  constructor(execution: Execution<never>, kept: KeptProgress, watch: CallWatch) {
    this.#execution = execution;
    this.#kept = kept;
    this.#watch = watch;
  }

  /** Runs a step, or passes over it. */
  async step(name: string, options: StartOptions, body: AnyStepBody): Promise<void> {
    const { continuation } = this.#kept;
    continuation.enter(name);
    try {
      this.#watch.refuseUnawaitedStep();
      this.#watch.refuseToGoOn();
      if (continuation.advanced) await this.#execution.checkpoint(undefined, false);
      const position = continuation.meet(name);
      if (position === "completed") return this.#execution.tell({ type: "step_skipped", step: name });
      this.#isolate(options);
      await this.#run(name, position === "current", options.start, body);
    } finally {
      continuation.leave();
    }
  }

  async #run(name: string, resumed: boolean, start: Json | undefined, body: AnyStepBody): Promise<void> {
    const first = start === undefined ? undefined : copyJson(start, `the start of step '${name}'`);
    const step = new RunningStep(this.#execution, this.#kept, { name, cursor: this.#kept.begin(name, first), resumed });
    this.#execution.tell({ type: "step_started", step: name, cursor: step.cursor, resumed });
    try {
      await (body as (step: RunningStep) => Promise<void> | void)(step);
      this.#watch.refuseUnfinished(`in step '${name}'`);
      const loose = this.#execution.looseEnd();
      if (loose) await refuseLoose(loose);
    } catch (error) {
      this.#kept.continuation.advanced ||= step.advanced;
      throw this.#failure(name, step.cursor, error);
    } finally {
      RunningStep.end(step);
    }
    this.#kept.continuation.complete(name);
    await this.#kept.save();
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
    const { continuation } = this.#kept;
    continuation.isolating ||= isolated;
    if (continuation.isolating && continuation.advanced) this.#execution.stop("isolating");
  }
}
