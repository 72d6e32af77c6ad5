// One job before both judges: the explorer, and brute force.
import { type Expectation, findProblems, replayToken } from "#simulation";
import { BruteForce, type Trial } from "./brute-force.ts";
import { compiled } from "./exercise.ts";
import { type Answer, type Ask, askExplorer } from "./explorer-answer.ts";
import { recipeOf } from "./generate.ts";
import { subjectOf } from "./process-memory.ts";
import { Random } from "./random.ts";
import type { Recipe } from "./recipe.ts";
import { expectationOf, worldOf } from "./scenario.ts";
import { sourceOf } from "./source.ts";
import { type Strike, strikeAt } from "./strike.ts";

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
  readonly recipe: Recipe;
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
  /** Leaves out brute force when the explorer refuses: for whoever looks for false proofs and nothing else. */
  readonly onlyProofs?: boolean;
}

/** Judges the job of a seed; undefined when it is wrong already in calm weather. */
export const judge = (seed: number, options: JudgeOptions): Promise<Judgement | undefined> =>
  judgeRecipe(recipeOf(seed), seed, options);

/** Judges one job; undefined when it is wrong already in calm weather. */
export async function judgeRecipe(
  recipe: Recipe,
  seed: number,
  { maxRuns, ask = askExplorer, onlyProofs = false }: JudgeOptions,
): Promise<Judgement | undefined> {
  const source = sourceOf(recipe);
  const subject = subjectOf(compiled(source));
  const expectation = await expectationOf(recipe, subject);
  if (!expectation) return undefined;
  const world = worldOf(recipe, subject.otherJobs);
  const answer = await ask(subject.job, { ...world, ...expectation }).catch(asRefusal);
  if (onlyProofs && answer.kind === "refused") {
    return { seed, recipe, verdict: "refused, not broken", source, answer, trial: noTrial };
  }
  const run = strikeAt(subject, world);
  const trial = await new BruteForce(run, expectation, { maxRuns, random: new Random(seed) }).search();
  const verdict = await verdictOf(answer, trial, run, expectation);
  return { seed, recipe, verdict, source, answer, trial };
}

async function verdictOf(answer: Answer, { broken }: Trial, run: Strike, expected: Expectation): Promise<Verdict> {
  if (answer.kind === "proved") return broken ? "UNSOUND" : "proved";
  if (broken) return "refused, broken";
  const own = answer.story && (await run(answer.story));
  return own && findProblems(own, expected).length > 0 ? "refused, broken by its own story" : "refused, not broken";
}

const noTrial: Trial = { runs: 0, missed: 0, tried: [], broken: undefined };

const asRefusal = (error: unknown): Answer => ({ kind: "refused", reason: `threw ${String(error)}`, story: undefined });

/** The schedule that breaks a job, to paste into a spec. */
export const tokenOf = ({ trial: { broken } }: Judgement): string => (broken ? replayToken(broken.faults) : "");
