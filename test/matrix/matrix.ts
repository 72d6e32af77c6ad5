// The matrix: for each mistake, which of the ways of testing find it.
import type { Fault } from "#simulation";
import { declaredLessons, factsOf, readSubject, type SubjectScenario, type TestedJob } from "#catalogue";
import { readMistakes } from "./mistakes.ts";
import {
  byChance,
  byEveryCrash,
  byEveryLostAnswer,
  byEveryRefusal,
  byEverySigterm,
  byEveryThrownCrash,
  byExplorer,
  byHand,
  seeds,
  type Way,
} from "./ways.ts";

/** What each way of testing says about one job. */
export interface Findings {
  readonly byHand: boolean;
  readonly everySigterm: boolean;
  readonly everyThrownCrash: boolean;
  readonly everyCrash: boolean;
  readonly everyRefusal: boolean;
  readonly everyLostAnswer: boolean;
  /** How many of the seeds find it. */
  readonly chance: number;
  /** The faults of the explorer's shortest story; undefined when it finds nothing. */
  readonly story: readonly Fault[] | undefined;
}

export interface MatrixRow extends Findings {
  readonly lesson: string;
  readonly name: string;
}

// Right solutions are run to the end of each schedule, which takes longer than finding a mistake.
const fewSeeds = 1;

/**
 * Tries all ways on all mistakes.
 *
 * @param seedCount with how many seeds chance is tried: it takes most of the time
 */
export async function measureMistakes(seedCount = seeds): Promise<readonly MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const { lesson, name, job, scenarios } of await readMistakes()) {
    rows.push({ lesson, name, ...(await measure(job, scenarios, seedCount)) });
  }
  return rows;
}

/** The mistakes that no scenario of their lesson shows, each with the reason that the lesson gives. */
export async function unseenMistakes(): Promise<Readonly<Record<string, string>>> {
  const unseen: Record<string, string> = {};
  for (const lesson of declaredLessons()) {
    for (const [name, reason] of Object.entries((await factsOf(lesson)).unseen ?? {})) {
      unseen[`${lesson}/${name}`] = reason;
    }
  }
  return unseen;
}

/** Tries all ways on right solutions, which none of them may find fault with. */
export async function measureSolutions(
  files: readonly { readonly lesson: string; readonly path: string }[],
): Promise<readonly MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const { lesson, path } of files) {
    const { job, scenarios } = await readSubject(lesson, path);
    rows.push({ lesson, name: path, ...(await measure(job, scenarios, fewSeeds)) });
  }
  return rows;
}

async function measure(job: TestedJob, scenarios: readonly SubjectScenario[], seedCount: number): Promise<Findings> {
  const found = (way: Way) => anyOf(scenarios, (scenario) => way(scenario.job ?? job, scenario));
  let chance = 0;
  for (let seed = 1; seed <= seedCount; seed += 1) {
    if (await byChance(job, scenarios, seed)) chance += 1;
  }
  return {
    byHand: await found(byHand),
    everySigterm: await found(byEverySigterm),
    everyThrownCrash: await found(byEveryThrownCrash),
    everyCrash: await found(byEveryCrash),
    everyRefusal: await found(byEveryRefusal),
    everyLostAnswer: await found(byEveryLostAnswer),
    chance,
    story: await shortestStory(job, scenarios),
  };
}

async function shortestStory(
  job: TestedJob,
  scenarios: readonly SubjectScenario[],
): Promise<readonly Fault[] | undefined> {
  let shortest: readonly Fault[] | undefined;
  for (const scenario of scenarios) {
    const story = await byExplorer(scenario.job ?? job, scenario);
    if (story && (!shortest || story.length < shortest.length)) shortest = story;
  }
  return shortest;
}

async function anyOf(
  scenarios: readonly SubjectScenario[],
  found: (scenario: SubjectScenario) => Promise<boolean>,
): Promise<boolean> {
  for (const scenario of scenarios) if (await found(scenario)) return true;
  return false;
}
