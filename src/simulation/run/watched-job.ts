// What the job's code receives in a simulation: the job, which tells what the code looks at.
import type { Attribute, Job, Json, Progress } from "#jobs";

/** What the code of jobs has looked at that is no part of their arguments, their progress and the services. */
export interface Looks {
  /** The names of the jobs that looked at each of their counts. */
  readonly executions: Set<string>;
  readonly resumptions: Set<string>;
  readonly interruptions: Set<string>;
  /** The time: job.runtimeMs, a date, a timer, a limit on the runtime. */
  time: boolean;
  signal: boolean;
  /** The number in an answer of a service: how many effects that service had had. */
  numbers: boolean;
}

/** Nothing has been looked at. */
export const noLooks = (): Looks => ({
  executions: new Set(),
  resumptions: new Set(),
  interruptions: new Set(),
  time: false,
  signal: false,
  numbers: false,
});

/** How many counts of how many jobs have been looked at. */
export const countsIn = ({ executions, resumptions, interruptions }: Looks): number =>
  executions.size + resumptions.size + interruptions.size;

/** A handle with the public members of a job and no others. One for each execution, for all of the job's functions. */
export class WatchedJob implements Job {
  readonly #job: Job;
  readonly #looks: Looks;
  readonly #lookAtSignal: () => void;

  /** @param lookAtSignal called each time before the code learns whether it is asked to stop */
  constructor(job: Job, looks: Looks, lookAtSignal: () => void) {
    this.#job = job;
    this.#looks = looks;
    this.#lookAtSignal = lookAtSignal;
  }

  get id(): string {
    return this.#job.id;
  }

  get name(): string {
    return this.#job.name;
  }

  get queue(): string {
    return this.#job.queue;
  }

  get priority(): number {
    return this.#job.priority;
  }

  get executions(): number {
    this.#looks.executions.add(this.#job.name);
    return this.#job.executions;
  }

  get resumptions(): number {
    this.#looks.resumptions.add(this.#job.name);
    return this.#job.resumptions;
  }

  get interruptions(): number {
    this.#looks.interruptions.add(this.#job.name);
    return this.#job.interruptions;
  }

  get runtimeMs(): number {
    this.#looks.time = true;
    return this.#job.runtimeMs;
  }

  get progress(): Progress {
    return this.#job.progress;
  }

  get signal(): AbortSignal {
    this.#looks.signal = true;
    this.#lookAtSignal();
    return watchedSignal(this.#job.signal, this.#lookAtSignal);
  }

  step(...args: unknown[]): Promise<void> {
    return (this.#job.step as (...args: unknown[]) => Promise<void>).apply(this.#job, args);
  }

  enqueue(...args: Parameters<Job["enqueue"]>): ReturnType<Job["enqueue"]> {
    return this.#job.enqueue(...args);
  }

  interrupt(...args: Parameters<Job["interrupt"]>): Promise<never> {
    return this.#job.interrupt(...args);
  }

  attribute(name: string, initial: never): Attribute<never> {
    return this.#job.attribute<Json>(name, initial) as Attribute<never>;
  }
}

const watched = new WeakSet<AbortSignal>();

/** The signal itself, since Node takes no other; it tells before it is asked whether it is aborted. */
function watchedSignal(signal: AbortSignal, look: () => void): AbortSignal {
  if (watched.has(signal)) return signal;
  watched.add(signal);
  const isAborted = (): boolean => Reflect.get(AbortSignal.prototype, "aborted", signal);
  return Object.defineProperties(signal, {
    aborted: {
      get() {
        look();
        return isAborted();
      },
    },
    throwIfAborted: {
      value() {
        if (signal.aborted) throw signal.reason;
      },
    },
  });
}

/** Makes answers of services tell when somebody looks at their number; as they are once that is known. */
export function answersTelling(looks: Looks): <Answer>(answer: Answer) => Answer {
  const handler: ProxyHandler<object> = {
    get(answer, name) {
      if (name === "id") looks.numbers = true;
      return Reflect.get(answer, name) as unknown;
    },
  };
  // A proxy, since proofs make millions of them: an object with a getter takes many times as long to make.
  return (answer) =>
    looks.numbers || typeof answer !== "object" || answer === null
      ? answer
      : (new Proxy(answer, handler) as typeof answer);
}
