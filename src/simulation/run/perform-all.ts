// The scheduler: worker processes, one after another, until nothing is left to do.
import type { DeadLetter, Outcome } from "#jobs";
import type { Failure } from "./run.ts";
import type { World } from "./world.ts";
import type { Ending, WorkerProcess } from "./worker-process.ts";

/**
 * Starts worker processes until the queue is empty, or an execution too many has been.
 *
 * @param pause called between two executions, and when dead letters are retried; returns whether that is the end of it all
 */
export async function performAll(
  world: World,
  pause: (process: WorkerProcess) => boolean = goesOn,
): Promise<readonly Ending[]> {
  const outcomes: Ending[] = [];
  let process = world.start();
  while (outcomes.length < world.setting.maxExecutions && !world.gate.exhausted && world.uncaught.length === 0) {
    const dueAt = await world.nextDueAt();
    if (dueAt === undefined) {
      if (!(await world.retryFailed()) || pause(process)) break;
      continue;
    }
    world.clock.advanceTo(dueAt);
    const ended = await process.performNext();
    outcomes.push(...ended);
    if (ended.length > 0 && pause(process)) break;
    if (process.alive && !process.stopping) continue;
    process.end();
    world.betweenProcesses(process.ending);
    process = world.start();
  }
  return outcomes;
}

const goesOn = (): boolean => false;

/** How a run has ended. */
export function endOf(
  world: World,
  outcomes: readonly Ending[],
): { readonly end: "finished" | "failed" | "unfinished"; readonly failures: readonly Failure[] } {
  const { jobs, dead } = world.queue.mark();
  const failures = [...world.uncaught, ...(dead.length > 0 ? failuresIn(dead, outcomes) : none)];
  return { end: failures.length > 0 ? "failed" : jobs.length > 0 ? "unfinished" : "finished", failures };
}

/**
 * The jobs that failed for good: those among the dead letters, though the worker may have died before it could tell.
 *
 * @param outcomes where the errors themselves are, with their stacks; a dead letter keeps their words only
 */
function failuresIn(dead: readonly DeadLetter[], outcomes: readonly Ending[]): readonly Failure[] {
  const raised = outcomes.filter(hasFailed);
  return dead.map(({ job: { id, name }, error }) => ({
    job: name,
    error:
      raised.findLast(({ job }) => job.id === id)?.error ??
      Object.assign(new Error(error.message), { name: error.name }),
  }));
}

/** Whether an outcome is that of a job that failed for good. */
const hasFailed = (outcome: Ending): outcome is Extract<Outcome, { readonly kind: "failed" }> =>
  outcome !== "died" && outcome.kind === "failed";

const none: readonly [] = [];
