// The calls that a spec makes about a run; each raises BrokenRule, whose message is the picture of what went wrong.
import { BrokenRule } from "./frame.ts";
import type { Run } from "./run.ts";
import { effectsAfterSigterm, type Expectation, findProblems, type Problem, redoneEffects } from "./verdict.ts";

/** A spec may put the rule into the words of its lesson. */
export interface Wording {
  readonly rule?: string;
}

/**
 * Checks that the job finished and that each effect was seen exactly once.
 *
 * @example assertEachOnce(run, { effects: ["charge 1", "charge 2"] });
 * @throws BrokenRule when an effect is missing, repeated, unexpected, late or out of order, or the job did not finish
 */
export function assertEachOnce(run: Run, expectation: Expectation & Wording): void {
  const [problem] = findProblems(run, expectation);
  if (problem) throw brokenRule(problem, run, expectation.rule);
}

/**
 * Checks how much finished work was asked for again.
 *
 * @param limit.atMost how many requests may be repeats of work that was done
 * @throws BrokenRule when there were more
 */
export function assertRedone(run: Run, limit: { readonly atMost: number } & Wording): void {
  refuseBadEnd(run, limit);
  const effects = redoneEffects(run.requests);
  if (effects.length > limit.atMost) {
    throw brokenRule({ kind: "redone", effects, atMost: limit.atMost }, run, limit.rule);
  }
}

/**
 * Checks how soon the job ended once SIGTERM had come.
 *
 * @param limit.effects how many more effects it may have
 * @throws BrokenRule when it went on for longer
 */
export function assertStopsWithin(run: Run, limit: { readonly effects: number } & Wording): void {
  refuseBadEnd(run, limit);
  const effects = effectsAfterSigterm(run);
  if (effects.length > limit.effects) {
    throw brokenRule({ kind: "slow to stop", effects, atMost: limit.effects }, run, limit.rule);
  }
}

/** A job that failed on its way redid nothing and stopped soon enough: that must not pass. */
function refuseBadEnd(run: Run, { rule }: Wording): void {
  if (run.end === "failed") throw brokenRule({ kind: "failed", error: run.error as Error }, run, rule);
  if (run.end === "unfinished") throw brokenRule({ kind: "unfinished" }, run, rule);
}

/** A problem as the frame that a learner sees. For the checks and the proof. */
export function brokenRule(
  problem: Problem,
  run: Run,
  rule: string | undefined,
  footnotes: readonly string[] = [],
  noReturn?: number,
): BrokenRule {
  const { happened, spotlight = [], next, ...words } = wordsFor(problem, run);
  return new BrokenRule({
    happened,
    run,
    spotlight,
    rule: rule ?? words.rule,
    next: `${next} Press h for a hint.`,
    footnotes,
    ...(problem.kind === "lost" && { missing: [problem.effect] }),
    ...(noReturn !== undefined && { noReturn }),
  });
}

interface Words {
  readonly happened: string;
  readonly spotlight?: readonly string[];
  readonly rule: string;
  readonly next: string;
}

const exactlyOnce = "Each effect happens exactly once, whatever happens to the worker.";

function wordsFor(problem: Problem, run: Run): Words {
  switch (problem.kind) {
    case "failed":
      return {
        happened: describeFailure(problem.error),
        rule: "The job ends well, whatever happens to the worker.",
        next: "Read the sentence above: its second half says what to do.",
      };
    case "unfinished":
      return {
        happened: `The job did not come to an end within ${run.executions} ${run.executions === 1 ? "execution" : "executions"}.`,
        rule: "A job that is interrupted often enough still finishes: each execution moves it on.",
        next: "Compare two executions above: what did the second one know that the first did not?",
      };
    case "repeated":
      return {
        happened: `${problem.effect} happened ${problem.times === 2 ? "twice" : `${problem.times} times`}.`,
        spotlight: [problem.effect],
        rule: exactlyOnce,
        next: "Find ▲ above. What had been saved when that execution began, and does the service know the request?",
      };
    case "lost":
      return {
        happened: `${problem.effect} never happened${problem.others > 0 ? `, nor did ${problem.others} more` : ""}.`,
        rule: exactlyOnce,
        next: "Find the execution that passed over it. What did the cursor say was done, and was it?",
      };
    case "unexpected":
      return {
        happened: `${problem.effect} happened, and nobody asked for it.`,
        spotlight: [problem.effect],
        rule: "The job does what was asked and nothing else.",
        next: "Look at which rows the job goes through.",
      };
    case "out of order":
      return {
        happened: `${problem.effect} happened before ${problem.before}.`,
        spotlight: [problem.effect, problem.before],
        rule: "Effects come in order: a cursor means that everything before it is done.",
        next: "Look at the order in which the job goes through the rows.",
      };
    case "late":
      return {
        happened: `${problem.effect} happened after the job had been acknowledged as done.`,
        spotlight: [problem.effect],
        rule: "A job is done when all its work is done: everything that it starts is awaited.",
        next: "Look for a call without await.",
      };
    case "redone":
      return {
        happened:
          `${list(problem.effects)} ${problem.effects.length === 1 ? "was" : "were"} done and asked for again ` +
          `(${problem.effects.length} redone, at most ${problem.atMost} allowed).`,
        spotlight: problem.effects,
        rule: "A job goes on where it stopped.",
        next: "Look at where the later execution began. Where did it get that place from?",
      };
    case "slow to stop":
      return {
        happened: `After SIGTERM the job went on: ${list(problem.effects)}.`,
        spotlight: problem.effects,
        rule: "A job that is asked to stop ends at its next checkpoint, and the next checkpoint is near.",
        next: "Count the checkpoints in your loop. When does each turn come to one?",
      };
  }
}

function describeFailure({ name, message }: Error): string {
  return name === "Error" ? `The job failed: ${message}` : `The job failed with ${name}: ${message}`;
}

const list = (effects: readonly string[]): string =>
  effects.length <= 3 ? effects.join(", ") : `${effects.slice(0, 3).join(", ")} and ${effects.length - 3} more`;
