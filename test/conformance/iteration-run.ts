// Performs one recorded run of job-iteration anew: one job at a time, in queue order, the clock moved to the scheduled time.
import {
  enqueue,
  type JobDefinition,
  type JobEvent,
  type Json,
  type Outcome,
  type QueuedJob,
  seconds,
  Worker,
} from "#jobs";
import { VirtualClock } from "#simulation";
import { Backend, type Noted } from "./backend.ts";
import type { ObservedRun } from "./compare.ts";
import { asCursor, asEnqueued, asError, asReason, asRecorded, asTimes } from "./iteration-events.ts";
import { iterationJob, type World } from "./iteration-interpreter.ts";
import type { IterationJob } from "./iteration-language.ts";
import { Payloads } from "./iteration-payloads.ts";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

// No recorded run has more executions than this; one that does not end is a difference, not a hang.
const maxExecutions = 200;

/**
 * Performs a scenario's job, with yes as the answer to the given stop questions.
 *
 * @returns what happened, in the words of the recording
 */
export async function performIteration(
  job: IterationJob,
  interruptAt: RecordedRun["interrupt_at"],
): Promise<ObservedRun> {
  return await new IterationRun(job, interruptAt).perform();
}

class IterationRun implements World {
  execution = 0;
  readonly #job: IterationJob;
  readonly #interruptAt: RecordedRun["interrupt_at"];
  readonly #trace: RecordedEvent[] = [];
  readonly #clock = new VirtualClock();
  readonly #backend: Backend;
  readonly #definition: JobDefinition<null>;
  readonly #worker: Worker<undefined>;
  readonly #payloads = new Payloads();
  #checks = 0;
  #throttleChecks = 0;
  /** The wait of the latest `enqueued`, in seconds. */
  #wait: number | null = null;
  /** Announced by ours at the beginning of an execution, by theirs when the enumerator is built. */
  #resumed: RecordedEvent | undefined;
  /** Announced by ours when the job is to end, by theirs when its callbacks have run. */
  #interruptedFor = "";
  #instances: number | undefined;

  constructor(job: IterationJob, interruptAt: RecordedRun["interrupt_at"]) {
    this.#job = job;
    this.#interruptAt = interruptAt;
    this.#backend = new Backend({ clock: this.#clock }, (enqueued) => this.#noteEnqueued(enqueued));
    this.#definition = iterationJob(job, this);
    const { max_job_runtime: limit } = job.options ?? {};
    this.#worker = new Worker<undefined>({
      queue: this.#backend,
      clock: this.#clock,
      services: undefined,
      jobs: [this.#definition],
      // Longer than any recorded run: its leases did not end.
      leaseMs: seconds(1_000_000),
      ...(limit !== undefined && { maxRuntimeMs: seconds(limit) }),
      stopReason: () => this.#answer(),
      onEvent: (event, queued) => this.#translate(event, queued),
    });
  }

  note(event: RecordedEvent): void {
    this.#trace.push(event);
  }

  cursor(cursor: Json | undefined): Json {
    return asCursor(this.#job.build, cursor);
  }

  isThrottled(): boolean {
    this.#throttleChecks += 1;
    const { build } = this.#job;
    const throttle = build.kind === "throttle" && build.throttle_on_calls.includes(this.#throttleChecks);
    this.note({ event: "throttle_check", n: this.#throttleChecks, throttle });
    return throttle;
  }

  spend(ms: number): void {
    this.#clock.advance(ms);
  }

  starts(): void {
    // Theirs either starts or resumes; to ours a slice that starts has a cursor, and so it resumes as well.
    this.#resumed = undefined;
  }

  walkBegins(): void {
    if (this.#resumed) this.note(this.#resumed);
  }

  splits(instances: number): void {
    this.#instances = instances;
  }

  async perform(): Promise<ObservedRun> {
    let outcome = "enqueued";
    await enqueue(this.#backend, this.#definition, null);
    for (let dueAt = await this.#backend.nextDueAt(); dueAt !== undefined; dueAt = await this.#backend.nextDueAt()) {
      if (this.execution === maxExecutions) break;
      this.#clock.advanceTo(dueAt);
      outcome = await this.#performNext();
    }
    const ended = this.execution < maxExecutions ? outcome : "endless";
    return { outcome: ended, checks: this.#checks, executions: this.execution, trace: this.#trace };
  }

  async #performNext(): Promise<string> {
    this.execution += 1;
    this.#resumed = undefined;
    this.#instances = undefined;
    this.#interruptedFor = "";
    this.note({ event: "execution", n: this.execution });
    const outcome = await this.#worker.performNext();
    if (outcome?.kind === "failed") await this.#retry(outcome);
    return outcome?.kind === "completed" ? "finished" : (outcome?.kind ?? "nothing due");
  }

  async #retry({ job }: Outcome): Promise<void> {
    if (this.#payloads.timesAgain(job.id) === (this.#job.backend_retries ?? 0)) return;
    this.note({ event: "backend_retry", n: this.#payloads.again(job.id) });
    await this.#backend.retry(job.id);
  }

  #translate(event: JobEvent, job: QueuedJob): void {
    switch (event.type) {
      case "resumed":
        this.#resumed = { event: "resumed", cursor: this.cursor(event.from.current?.cursor), ...asTimes(job) };
        return;
      case "interrupted":
        this.#interruptedFor = event.reason;
        if (event.reason === "throttled") this.note({ event: "throttled" });
        return;
      case "step_interrupted":
        this.note({ event: "interrupted", reason: asReason(this.#interruptedFor), cursor: this.cursor(event.cursor) });
        return;
      case "step_completed":
        if (this.#instances) this.note({ event: "enqueue_parallel_jobs", instances: this.#instances });
        return;
      case "released":
        this.note({
          event: "enqueue_retry",
          wait: this.#wait,
          error: event.because === "retry" ? asError(event.error) : null,
        });
        return;
      case "completed":
        // A job that has split is announced no more.
        if (this.#instances) return;
    }
    const recorded = asRecorded(event);
    if (recorded) this.note(recorded);
  }

  #noteEnqueued(enqueued: Noted): void {
    const payload = this.#payloads.write(enqueued, this.#clock.now(), this.#interruptedFor);
    this.#interruptedFor = "";
    this.#wait = enqueued.wait === undefined ? null : enqueued.wait / 1_000;
    this.note(asEnqueued(enqueued.job, { build: this.#job.build, ...payload }));
  }

  /** Stop questions are counted over all executions. */
  #answer(): string | undefined {
    this.#checks += 1;
    const stop = isAsked(this.#interruptAt, this.#checks) ? (this.#job.stop_reason ?? "interrupted") : undefined;
    this.note({ event: "check", n: this.#checks, stop: stop === undefined ? false : (this.#job.stop_reason ?? true) });
    return stop;
  }
}

function isAsked(interruptAt: RecordedRun["interrupt_at"], question: number): boolean {
  if (interruptAt === "every") return true;
  return interruptAt === "first_three" ? question <= 3 : interruptAt.includes(question);
}
