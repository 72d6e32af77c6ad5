// What a job's own code receives: the public members of a job and no others.
import type { OwnName } from "./attributes.ts";
import type { JobDefinition } from "./definition.ts";
import type { EnqueueOptions } from "./enqueue.ts";
import type { Execution } from "./execution.ts";
import type { Attribute, Job } from "./job.ts";
import type { Json } from "./json.ts";
import type { Progress } from "./progress.ts";
import type { Enqueued } from "./queue.ts";
import type { AnyStepBody, StartOptions } from "./steps.ts";

export class JobHandle implements Job {
  readonly #execution: Execution<never>;

  constructor(execution: Execution<never>) {
    this.#execution = execution;
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
    return this.#execution.progress;
  }

  get signal(): AbortSignal {
    return this.#execution.signal;
  }

  step(name: string, first: StartOptions | AnyStepBody, second?: AnyStepBody): Promise<void> {
    return this.#execution.step(name, first, second);
  }

  enqueue<Args extends Json>(
    definition: JobDefinition<Args, never>,
    args: NoInfer<Args>,
    options: EnqueueOptions & { readonly key: string },
  ): Promise<Enqueued> {
    return this.#execution.enqueue(definition, args, options);
  }

  interrupt(reason: string, options?: { readonly wait?: number }): Promise<never> {
    return this.#execution.interrupt(reason, options);
  }

  attribute(name: string | OwnName, initial: Json): Attribute<never> {
    return this.#execution.attribute(name, initial) as Attribute<never>;
  }
}
