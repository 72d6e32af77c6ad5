// What a job's own code receives: the public members of a job and no others.
import { attributeName, attributeOf, type OwnName } from "./attributes.ts";
import type { CallWatch } from "./call-watch.ts";
import type { JobDefinition } from "./definition.ts";
import { type EnqueueOptions, isRequest, jobRequest } from "./enqueue.ts";
import { describeValue, InterruptOptionError, MissingKeyError, RequestGivenError } from "./errors.ts";
import type { Execution } from "./execution.ts";
import type { Attribute, Job } from "./job.ts";
import type { Json } from "./json.ts";
import type { KeptProgress } from "./kept-progress.ts";
import type { Progress } from "./progress.ts";
import type { Enqueued, JobRequest } from "./queue.ts";
import type { AnyStepBody, StartOptions } from "./steps.ts";

export class JobHandle implements Job {
  readonly #execution: Execution<never>;
  readonly #kept: KeptProgress;
  readonly #watch: CallWatch;

  constructor(execution: Execution<never>, kept: KeptProgress, watch: CallWatch) {
    this.#execution = execution;
    this.#kept = kept;
    this.#watch = watch;
  }

  get id(): string {
    return this.#execution.job.id;
  }

  get name(): string {
    return this.#execution.job.name;
  }

  get queue(): string {
    return this.#execution.job.queue;
  }

  get priority(): number {
    return this.#execution.job.priority;
  }

  get executions(): number {
    return this.#execution.job.executions;
  }

  get resumptions(): number {
    return this.#execution.resumptions;
  }

  get interruptions(): number {
    const { interruptions, pauses } = this.#execution.tallyBefore;
    return interruptions + pauses;
  }

  get runtimeMs(): number {
    return this.#execution.runtimeMs;
  }

  get progress(): Progress {
    // A copy: whoever changes what they were shown changes nothing.
    return structuredClone(this.#execution.progress);
  }

  get signal(): AbortSignal {
    return this.#execution.signal;
  }

  step(name: string, first: StartOptions | AnyStepBody, second?: AnyStepBody): Promise<void> {
    const [options, body] = typeof first === "function" ? [{}, first] : [first, second as AnyStepBody];
    const shown = typeof name === "string" ? JSON.stringify(name) : describeValue(name);
    return this.#watch.step(`job.step(${shown}, …)`, () => this.#execution.runStep(name, options, body));
  }

  enqueue<Args extends Json>(
    definition: JobDefinition<Args, never>,
    args: NoInfer<Args>,
    options: EnqueueOptions & { readonly key: string },
  ): Promise<Enqueued> {
    return this.#watch.parallelCall("job.enqueue(…)", async () => {
      if (isRequest(definition as Partial<JobRequest>)) throw new RequestGivenError(definition.name);
      if (options?.key === undefined) throw new MissingKeyError(definition.name);
      const { host } = this.#execution;
      const request = jobRequest(definition, args, options);
      const [enqueued] = await host.outside(() => host.queue.enqueue([request]));
      // A loop that only enqueues is to hear a signal, too.
      await host.clock.turn?.();
      return enqueued as Enqueued;
    });
  }

  interrupt(reason: string, { wait }: { readonly wait?: number } = {}): Promise<never> {
    return this.#watch.call("job.interrupt(…)", async () => {
      if (wait !== undefined && !(Number.isFinite(wait) && wait >= 0)) throw new InterruptOptionError(reason, wait);
      return this.#execution.stop(reason, wait);
    });
  }

  attribute(name: string | OwnName, initial: Json): Attribute<never> {
    const [kept, watch] = [this.#kept, this.#watch];
    const own = attributeName(name);
    const read = () => kept.continuation.attribute(own);
    const write = (value: Json) => {
      watch.refuseAfterMisuse();
      kept.setAttribute(own, value);
    };
    return attributeOf(own, initial, read, write) as Attribute<never>;
  }
}
