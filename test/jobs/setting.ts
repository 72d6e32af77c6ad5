// What most tests of the engine need: a virtual clock, a queue, and workers whose events are written down.
import {
  type AnyJobDefinition,
  type JobEvent,
  MemoryQueue,
  type Outcome,
  type Queue,
  Worker,
  type WorkerOptions,
} from "#jobs";
import { VirtualClock } from "#simulation";

type Options = Partial<WorkerOptions<undefined>>;

export interface Setting {
  readonly clock: VirtualClock;
  readonly queue: Queue;
  readonly events: JobEvent[];
  readonly worker: (jobs: readonly AnyJobDefinition<undefined>[], options?: Options) => Worker<undefined>;
  /** Performs the next job on a new worker. */
  readonly perform: (jobs: readonly AnyJobDefinition<undefined>[], options?: Options) => Promise<Outcome | undefined>;
  /** Performs jobs as they become due, each on a new worker, until the queue is empty; returns how each ended. */
  readonly drain: (jobs: readonly AnyJobDefinition<undefined>[], options?: Options) => Promise<readonly Outcome[]>;
}

/** @param wrap puts something around the queue, so that a test can strike one of its operations */
export function newSetting(wrap: (queue: Queue) => Queue = (queue) => queue): Setting {
  const clock = new VirtualClock();
  const queue = wrap(new MemoryQueue({ clock }));
  const events: JobEvent[] = [];
  const worker: Setting["worker"] = (jobs, options) =>
    new Worker({ clock, queue, services: undefined, jobs, onEvent: (event) => events.push(event), ...options });
  const perform: Setting["perform"] = (jobs, options) => worker(jobs, options).performNext();
  return {
    clock,
    queue,
    events,
    worker,
    perform,
    async drain(jobs, options) {
      const outcomes: Outcome[] = [];
      for (let dueAt = await queue.nextDueAt(); dueAt !== undefined; dueAt = await queue.nextDueAt()) {
        clock.advanceTo(dueAt);
        const outcome = await perform(jobs, options);
        if (outcome) outcomes.push(outcome);
        if (outcomes.length > 1_000) throw new Error("The queue does not run empty.");
      }
      return outcomes;
    },
  };
}

/** Lets everything run that is ready to run: promises that settle without the outside. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A promise and the way to keep it, for a job that must wait in the middle. */
export function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open?.() };
}

/** A stop reason that is given at the nth question only. */
export function stopAtQuestion(number: number, reason = "stopping"): () => string | undefined {
  let asked = 0;
  return () => ((asked += 1) === number ? reason : undefined);
}

/** The error of an outcome that must be a failure. */
export function failure(outcome: Outcome | undefined): Error {
  if (outcome?.kind !== "failed") throw new Error(`The job should have failed; its outcome is ${outcome?.kind}.`);
  return outcome.error;
}
