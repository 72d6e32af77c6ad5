// One job before both judges: the explorer, and brute force.
import { BrokenRule, type Expectation, type Fault, findProblems, replayToken, type Run, simulate } from "#simulation";
import { BruteForce, type Trial } from "./brute-force.ts";
import { compiled } from "./exercise.ts";
import { type Answer, type Ask, askExplorer } from "./explorer-answer.ts";
import { recipeOf } from "./generate.ts";
import { type Subject, subjectForExplorer, subjectForProcesses } from "./process-memory.ts";
import { Random } from "./random.ts";
import type { Shape } from "./recipe.ts";
import { expectationOf, worldOf } from "./scenario.ts";
import { sourceOf } from "./source.ts";

/** How the two answers go together. */
export type Verdict =
  | "proved"
  | "refused, broken"
  /** Brute force found nothing, but the faults that the explorer names do break it: more of them than it tries. */
  | "refused, broken by its own story"
  | "refused, not broken"
  | "UNSOUND";

export interface Judgement {
  readonly seed: number;
  readonly shape: Shape;
  readonly verdict: Verdict;
  readonly source: string;
  readonly answer: Answer;
  readonly trial: Trial;
}

export interface JudgeOptions {
  /** Most runs of brute force for one job. */
  readonly maxRuns: number;
  /** The explorer under test. */
  readonly ask?: Ask;
}

/** Judges the job of a seed; undefined when it is wrong already in calm weather. */
export async function judge(
  seed: number,
  { maxRuns, ask = askExplorer }: JudgeOptions,
): Promise<Judgement | undefined> {
  const recipe = recipeOf(seed);
  const source = sourceOf(recipe);
  const evaluate = compiled(source);
  const subject = subjectForProcesses(evaluate);
  const expectation = await expectationOf(recipe, subject);
  if (!expectation) return undefined;
  const told = subjectForExplorer(evaluate);
  const answer = await ask(told.job, { ...worldOf(recipe, told.otherJobs), ...expectation }).catch(asRefusal);
  const run = (faults: readonly Fault[]) => struck(subject, { ...worldOf(recipe, subject.otherJobs), faults });
  const trial = await new BruteForce(run, expectation, { maxRuns, random: new Random(seed) }).search();
  const verdict = await verdictOf(answer, trial, run, expectation);
  return { seed, shape: recipe.shape, verdict, source, answer, trial };
}

type Strike = (faults: readonly Fault[]) => Promise<Run | undefined>;

async function verdictOf(answer: Answer, { broken }: Trial, run: Strike, expected: Expectation): Promise<Verdict> {
  if (answer.kind === "proved") return broken ? "UNSOUND" : "proved";
  if (broken) return "refused, broken";
  const own = answer.story && (await run(answer.story));
  return own && findProblems(own, expected).length > 0 ? "refused, broken by its own story" : "refused, not broken";
}

/** A run with faults; undefined when one of them found no place, which a job that does not repeat itself may bring about. */
async function struck(
  { job }: Subject,
  scenario: ReturnType<typeof worldOf> & { readonly faults: readonly Fault[] },
): Promise<Run | undefined> {
  return await simulate(job, scenario).catch((error: unknown) => {
    if (error instanceof BrokenRule) return undefined;
    throw error;
  });
}

const asRefusal = (error: unknown): Answer => ({ kind: "refused", reason: `threw ${String(error)}`, story: undefined });

/** The schedule that breaks a job, to paste into a spec. */
export const tokenOf = ({ trial: { broken } }: Judgement): string => (broken ? replayToken(broken.faults) : "");
