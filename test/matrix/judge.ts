// The one judge of all columns: not exactly once, failed, did not finish, or more redone than the lesson allows.
import { type Fault, findProblems, isError, redoneEffects, type Run, simulate, sigterm } from "#simulation";
import type { SubjectScenario, TestedJob } from "#catalogue";

export type Judged = Pick<Run, "end" | "failures" | "effects" | "entries" | "requests">;

/**
 * Whether a run under these faults shows that something is wrong.
 *
 * @param redoneCalmly how many requests are repeated when nothing strikes: they are no price of a fault
 */
export function isWrong(run: Judged, faults: readonly Fault[], scenario: SubjectScenario, redoneCalmly = 0): boolean {
  // Who goes on with other work while a service fails has it out of order, and asks again: nothing is wrong with that.
  if (faults.some(isError)) return findProblems(run, { ...scenario, inOrder: false }).length > 0;
  if (findProblems(run, scenario).length > 0) return true;
  const crashes = faults.filter(({ kind }) => kind === "SIGKILL").length;
  const allowed = crashes * scenario.redoneAfterCrash + (faults.length - crashes) * scenario.redoneAfterStop;
  return redoneEffects(run.requests).length > redoneCalmly + allowed;
}

/** Runs the job under faults and judges it; undefined when a fault found no place to strike: that shows nothing. */
export async function goesWrong(
  job: TestedJob,
  scenario: SubjectScenario,
  faults: readonly Fault[],
): Promise<boolean | undefined> {
  const run = await simulate(job, { ...scenario, faults });
  if (run.end === "finished" && run.neverStruck.length > 0) return undefined;
  return isWrong(run, faults, scenario, redoneEffects((await calmRun(job, scenario)).requests).length);
}

const calmRuns = new WeakMap<SubjectScenario, Map<TestedJob, Promise<Run>>>();

/** The run in which nothing strikes; each is done once. */
export function calmRun(job: TestedJob, scenario: SubjectScenario): Promise<Run> {
  const runs = calmRuns.get(scenario) ?? new Map<TestedJob, Promise<Run>>();
  calmRuns.set(scenario, runs);
  const run = runs.get(job) ?? simulate(job, { ...scenario, faults: [] });
  runs.set(job, run);
  return run;
}

/** A stop request in the middle of the work, as one writes it with the test helpers of Rails and of job-iteration. */
export const handPicked = ({ effects }: SubjectScenario): Fault =>
  sigterm({ after: effects[Math.floor((effects.length - 1) / 2)] as string });
