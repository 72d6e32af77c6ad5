// Six ways of testing a background job, from one hand-picked interruption to the closure over durable states.
import fc from "fast-check";
import { crash, explore, type Fault, loseAnswer, type PointKind, pointsOf, refuse, sigterm } from "#simulation";
import { faultsOf } from "../../src/simulation/explore/node.ts";
import { calmRun, goesWrong, handPicked, isWrong } from "./judge.ts";
import type { SubjectScenario, TestedJob } from "#catalogue";
import { runWithThrownCrash } from "./thrown-crash.ts";

/** How many seeds the random schedules are tried with, and how many schedules each seed gives. */
export const seeds = 10;
export const schedulesPerSeed = 100;
export const mostFaults = 4;
// The right solutions have 15 to 99.
const maxStates = 400;

/** Whether this way finds something wrong with the job in this scenario. */
export type Way = (job: TestedJob, scenario: SubjectScenario) => Promise<boolean>;

/** One SIGTERM in the middle. */
export const byHand: Way = async (job, scenario) => (await goesWrong(job, scenario, [handPicked(scenario)])) ?? false;

/** One SIGTERM, at each checkpoint in turn. */
export const byEverySigterm: Way = async (job, scenario) => {
  const { asks } = await placesOf(job, scenario);
  return await any(asks, (place) => goesWrong(job, scenario, [sigterm({ before: place })]));
};

/** One crash, before and after each operation in turn, thrown as an error. */
export const byEveryThrownCrash: Way = async (job, scenario) => {
  const { operations } = await placesOf(job, scenario);
  const crashes = operations.flatMap((point) => [
    { when: "before", point } as const,
    { when: "after", point } as const,
  ]);
  return await any(crashes, async (thrown) =>
    isWrong(await runWithThrownCrash(job, scenario, thrown), [crash({ after: thrown.point })], scenario),
  );
};

/** One crash, before and after each operation in turn, after which nothing runs any more. */
export const byEveryCrash: Way = async (job, scenario) => {
  const { operations } = await placesOf(job, scenario);
  const crashes = operations.flatMap((point) => [crash({ before: point }), crash({ after: point })]);
  return await any(crashes, (fault) => goesWrong(job, scenario, [fault]));
};

/** A service that refuses for a moment, at each effect in turn. */
export const byEveryRefusal: Way = (job, scenario) => byEveryError(job, scenario, refuse);

/** An answer that is lost, at each effect in turn. */
export const byEveryLostAnswer: Way = (job, scenario) => byEveryError(job, scenario, loseAnswer);

async function byEveryError(
  job: TestedJob,
  scenario: SubjectScenario,
  fail: (place: number) => Fault,
): Promise<boolean> {
  const { effects } = await placesOf(job, scenario);
  return await any(effects, (place) => goesWrong(job, scenario, [fail(place)]));
}

/** Random schedules of a few faults, each in a random scenario, at the places of its calm run: the best domain there is. */
export async function byChance(job: TestedJob, scenarios: readonly SubjectScenario[], seed: number): Promise<boolean> {
  const schedules = fc.oneof(
    ...(await Promise.all(scenarios.map((scenario) => schedulesFor(scenario.job ?? job, scenario)))),
  );
  const { failed } = await fc.check(
    fc.asyncProperty(
      schedules,
      async ({ scenario, faults }) => !(await goesWrongIfStruck(scenario.job ?? job, scenario, faults)),
    ),
    { seed, numRuns: schedulesPerSeed, endOnFailure: true },
  );
  return failed;
}

/**
 * The explorer. Returns the faults of the shortest story, or undefined when there is none. That it refuses to prove a job
 * whose states do not close is no story.
 */
export async function byExplorer(job: TestedJob, scenario: SubjectScenario): Promise<readonly Fault[] | undefined> {
  const { flaw } = await explore(job, { ...scenario, maxStates });
  return !flaw || flaw.kind === "endless" || flaw.kind === "different" ? undefined : faultsOf(flaw.story);
}

/** Later faults of a schedule may find the job done already: then those before them are what is tried. */
async function goesWrongIfStruck(
  job: TestedJob,
  scenario: SubjectScenario,
  faults: readonly Fault[],
): Promise<boolean> {
  const inOrder = faults.toSorted((one, other) => Number(one.place) - Number(other.place));
  for (let count = inOrder.length; count > 0; count -= 1) {
    const wrong = await goesWrong(job, scenario, inOrder.slice(0, count));
    if (wrong !== undefined) return wrong;
  }
  return false;
}

async function schedulesFor(job: TestedJob, scenario: SubjectScenario) {
  const { length } = await placesOf(job, scenario);
  const fault = fc
    .tuple(fc.constantFrom(sigterm, crash), fc.boolean(), fc.integer({ min: 1, max: length }))
    .map(([strike, before, place]) => strike(before ? { before: place } : { after: place }));
  return fc.array(fault, { minLength: 1, maxLength: mostFaults }).map((faults) => ({ scenario, faults }));
}

async function placesOf(job: TestedJob, scenario: SubjectScenario) {
  const points = pointsOf(await calmRun(job, scenario));
  return {
    length: points.length,
    asks: points.filter(({ kind }) => kind === "checkpoint").map(({ number }) => number),
    effects: points.filter(({ kind }) => kind === "effect").map(({ number }) => number),
    operations: points.filter(({ kind }) => !leavesNoTrace.has(kind)).map(({ number }) => number),
  };
}

const leavesNoTrace: ReadonlySet<PointKind> = new Set(["checkpoint", "look", "read"]);

async function any<Item>(
  items: readonly Item[],
  question: (item: Item) => Promise<boolean | undefined>,
): Promise<boolean> {
  for (const item of items) if (await question(item)) return true;
  return false;
}
