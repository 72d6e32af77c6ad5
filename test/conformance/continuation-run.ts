// Performs one recorded run anew: one job at a time, in queue order, the clock moved to the scheduled time.
import { enqueue, type JobDefinition, type Json, type Outcome, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { Backend } from "./backend.ts";
import type { ObservedRun } from "./compare.ts";
import { asEnqueued, asRecorded } from "./continuation-events.ts";
import { continuationJob } from "./continuation-interpreter.ts";
import type { ContinuationJob } from "./continuation-language.ts";
import type { EngineCall, World } from "./continuation-operations.ts";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

// No recorded run has more executions than this; one that does not end is a difference, not a hang.
const maxExecutions = 200;

/** A run of ours, and what the job had last called in the same execution when each event came. */
export interface ContinuationObserved extends ObservedRun {
  readonly calls: readonly (EngineCall | undefined)[];
}

/**
 * Performs a scenario's job, with yes as the answer to the given stop questions.
 *
 * @returns what happened, in the words of the recording
 */
export async function performContinuation(
  job: ContinuationJob,
  interruptAt: RecordedRun["interrupt_at"],
): Promise<ContinuationObserved> {
  return await new ContinuationRun(job, interruptAt).perform();
}

class ContinuationRun implements World {
  readonly outside = new Map<string, Json[]>();
  execution = 0;
  readonly #job: ContinuationJob;
  readonly #interruptAt: RecordedRun["interrupt_at"];
  readonly #trace: RecordedEvent[] = [];
  readonly #clock = new VirtualClock();
  readonly #backend: Backend;
  readonly #definition: JobDefinition<null>;
  readonly #worker: Worker<undefined>;
  /** What the job had last called when each event came. */
  readonly #calls: (EngineCall | undefined)[] = [];
  #lastCall: EngineCall | undefined;
  #checks = 0;
  #delay: number | null = null;
  /** How often the present payload was executed again. */
  #again = 0;

  constructor(job: ContinuationJob, interruptAt: RecordedRun["interrupt_at"]) {
    this.#job = job;
    this.#interruptAt = interruptAt;
    this.#backend = new Backend({ clock: this.#clock }, (enqueued) => {
      this.#again = 0;
      this.#delay = enqueued.wait === undefined ? null : enqueued.wait / 1_000;
      this.note(asEnqueued(enqueued, job));
    });
    this.#definition = continuationJob(job, this);
    this.#worker = new Worker<undefined>({
      queue: this.#backend,
      clock: this.#clock,
      services: undefined,
      jobs: [this.#definition],
      stopReason: () => this.#answer(),
      onEvent: (event, queued) => {
        const recorded = asRecorded(event, queued, { checks: this.#checks, delay: this.#delay });
        if (recorded) this.note(recorded);
      },
    });
  }

  note(event: RecordedEvent): void {
    this.#trace.push(event);
    this.#calls.push(this.#lastCall);
  }

  calls(call: EngineCall): void {
    this.#lastCall = call;
  }

  async perform(): Promise<ContinuationObserved> {
    let outcome = this.#job.start_with === "perform_now" ? await this.#performNow() : await this.#enqueue();
    for (let dueAt = await this.#backend.nextDueAt(); dueAt !== undefined; dueAt = await this.#backend.nextDueAt()) {
      if (this.execution === maxExecutions) break;
      this.#clock.advanceTo(dueAt);
      outcome = await this.#performNext();
    }
    const ended = this.execution < maxExecutions ? outcome : "endless";
    return { outcome: ended, checks: this.#checks, executions: this.execution, trace: this.#trace, calls: this.#calls };
  }

  async #enqueue(): Promise<string> {
    await enqueue(this.#backend, this.#definition, null);
    return "enqueued";
  }

  async #performNow(): Promise<string> {
    this.#beginExecution();
    try {
      const { kind } = await this.#worker.performNow(this.#definition, null);
      return kind;
    } catch {
      return "failed";
    }
  }

  async #performNext(): Promise<string> {
    this.#beginExecution();
    const outcome = await this.#worker.performNext();
    if (outcome?.kind === "failed") await this.#retry(outcome);
    return outcome?.kind ?? "nothing due";
  }

  #beginExecution(): void {
    this.execution += 1;
    this.#lastCall = undefined;
    this.note({ event: "execution", n: this.execution });
  }

  async #retry({ job }: Outcome): Promise<void> {
    if (this.#again === (this.#job.backend_retries ?? 0)) return;
    this.#again += 1;
    this.note({ event: "backend_retry", n: this.#again });
    await this.#backend.retry(job.id);
  }

  /** Stop questions are counted over all executions. */
  #answer(): string | undefined {
    this.#checks += 1;
    return isAsked(this.#interruptAt, this.#checks) ? (this.#job.stop_reason ?? "stopping") : undefined;
  }
}

function isAsked(interruptAt: RecordedRun["interrupt_at"], question: number): boolean {
  if (interruptAt === "every") return true;
  return interruptAt === "first_three" ? question <= 3 : interruptAt.includes(question);
}
