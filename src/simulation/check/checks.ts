// The calls that a spec makes about a run; each raises BrokenRule, whose message is the picture of what went wrong.
import {
  adviceOnAmount,
  wasAsked,
  adviceOnError,
  adviceOnLoss,
  adviceOnRedone,
  adviceOnRepeat,
  adviceOnSurplus,
  jobsIn,
} from "./advice.ts";
import { describeFault, type Fault } from "../run/fault.ts";
import { BrokenRule } from "./frame.ts";
import { pointsOf, type Run } from "../run/run.ts";
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
  // A run that failed as it should has not been asked yet whether its faults struck.
  const struck = run.entries.filter((entry) => entry.entry === "fault" && entry.why === "fault").length;
  if (struck < run.faults.length) throw neverStruck(run.faults.slice(struck), run);
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

/**
 * Checks that one effect came after another, and how long after.
 *
 * @example assertFollows(run, { effect: "review-request 7", after: "charge 7", waitMs: minutes(5) });
 * @param order.waitMs milliseconds of virtual time that must lie between the two; 0 when left out
 * @throws BrokenRule when one of them is missing, they came the other way round, or the second came too early
 */
export function assertFollows(
  run: Run,
  order: { readonly effect: string; readonly after: string; readonly waitMs?: number } & Wording,
): void {
  const { effect, after, waitMs = 0, rule } = order;
  const points = pointsOf(run).filter(({ kind, applied }) => kind === "effect" && applied);
  const [first, second] = [after, effect].map((name) => points.find((point) => point.name === name));
  const missing = first ? effect : after;
  if (!first || !second) throw brokenRule({ kind: "lost", effect: missing, others: 0 }, run, rule);
  if (second.number < first.number) throw brokenRule({ kind: "out of order", effect, before: after }, run, rule);
  const waitedMs = (second.at ?? 0) - (first.at ?? 0);
  if (waitedMs < waitMs) throw brokenRule({ kind: "too early", effect, after, waitedMs, waitMs }, run, rule);
}

/**
 * Checks how often progress was saved: each save is a write that somebody pays for.
 *
 * @param limit.atMost how many saves the run may have
 * @throws BrokenRule when there were more
 */
export function assertSaves(run: Run, limit: { readonly atMost: number } & Wording): void {
  refuseBadEnd(run, limit);
  const saves = pointsOf(run).filter(({ kind, applied }) => kind === "save" && applied).length;
  if (saves > limit.atMost) {
    throw brokenRule({ kind: "too many saves", saves, atMost: limit.atMost }, run, limit.rule);
  }
}

/** A job that failed on its way redid nothing and stopped soon enough: that must not pass. */
function refuseBadEnd(run: Run, { rule }: Wording): void {
  if (run.end === "failed") throw brokenRule({ kind: "failed", error: run.error as Error }, run, rule);
  if (run.end === "unfinished") throw brokenRule({ kind: "unfinished" }, run, rule);
}

/** What a learner sees when a fault found no place to strike. For the simulation and the checks. */
export const neverStruck = (faults: readonly Fault[], run: Run): BrokenRule =>
  new BrokenRule({
    happened: `This spec wants ${faults.map(describeFault).join(", ")}, but the run never came to that place.`,
    run,
    rule: "A spec about a fault proves something only when the fault strikes.",
    next: "Look at what the job did above: which of its effects are missing?",
  });

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
    next,
    footnotes,
    ...(problem.kind === "lost" &&
      problem.times === undefined &&
      !wasAsked(problem.effect, run) && { missing: problem }),
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
        happened: describeFailure(problem.error, problem.job, run),
        rule: "The job ends well, whatever happens to the worker.",
        next: adviceOnError(problem.error),
      };
    case "did not fail":
      return {
        happened: `The job '${problem.job}' did not fail, although it should have.`,
        rule: "A job that could not do its work fails, so that somebody hears of it.",
        next: "Was it performed at all? If it was, look for a catch that lets the error disappear.",
      };
    case "too early":
      return {
        happened:
          `${problem.effect} happened ${inWords(problem.waitedMs)} after ${problem.after}, ` +
          `not ${inWords(problem.waitMs)} after it.`,
        spotlight: [problem.effect, problem.after],
        rule: "A job with a delay waits in the queue until its time has come.",
        next: "From which job does the later one follow, and which option says when it may run?",
      };
    case "too many saves":
      return {
        happened:
          `Progress was saved ${problem.saves} times for ${run.effects.length} effects, ` +
          `at most ${problem.atMost} times allowed.`,
        rule: "Each checkpoint is a write that somebody pays for.",
        next: "How many effects lie between two saves? Make it more.",
      };
    case "unfinished":
      return {
        happened: `The job did not come to an end within ${run.executions} ${run.executions === 1 ? "execution" : "executions"}.`,
        rule: "A job that is interrupted often enough still finishes: each execution moves it on.",
        next: "Compare two executions above: what did the second one know that the first did not?",
      };
    case "repeated":
      return {
        happened: `${problem.effect} happened ${timesInWords(problem.times)}.`,
        spotlight: [problem.effect],
        rule: exactlyOnce,
        next: adviceOnRepeat(problem.effect, run),
      };
    case "lost":
      return {
        happened:
          problem.times === undefined
            ? `${problem.effect} never happened${problem.others > 0 ? `, nor did ${problem.others} more` : ""}.`
            : `${problem.effect} happened ${timesInWords(problem.times)}, and ${timesInWords(problem.wanted ?? 0)} is right.`,
        rule: exactlyOnce,
        next: adviceOnLoss(problem.effect, run),
      };
    case "unexpected":
      return {
        happened: problem.insteadOf
          ? `${problem.effect} happened, and ${problem.insteadOf} did not.`
          : `${problem.effect} happened, and nobody asked for it.`,
        spotlight: [problem.effect],
        rule: "The job does what was asked and nothing else.",
        next: adviceOnSurplus(problem.effect, run),
      };
    case "out of order":
      return {
        happened: `${problem.effect} happened before ${problem.before}.`,
        spotlight: [problem.effect, problem.before],
        rule: "Effects come in order: a cursor means that everything before it is done.",
        next: "Look at the order in which the job does its work, and whether each call is awaited.",
      };
    case "wrong amount":
      return {
        happened: `${problem.effect} says ${dollars(problem.cents)}, and ${dollars(problem.wanted)} is right.`,
        spotlight: [problem.effect],
        rule: "An effect says the same, however often the job was interrupted before it.",
        next: adviceOnAmount(run),
      };
    case "wrong detail":
      return {
        happened:
          `${problem.effect} has ${problem.detail}: ${JSON.stringify(problem.found)}, ` +
          `and ${JSON.stringify(problem.wanted)} is right.`,
        spotlight: [problem.effect],
        rule: "The job does what was asked and nothing else.",
        next: `Look at what the service is told: where does "${problem.detail}" come from?`,
      };
    case "late":
      return {
        happened:
          problem.job === "done"
            ? `${problem.effect} happened after the job had been acknowledged as done.`
            : `${problem.effect} happened after the job had gone back to the queue.`,
        spotlight: [problem.effect],
        rule: "A job is done when all its work is done: everything that it starts is awaited.",
        next:
          problem.job === "done"
            ? "Look for a call without await."
            : "Await all work before the checkpoint that it belongs to: at a checkpoint the job may end.",
      };
    case "redone":
      return {
        happened:
          `${list(problem.effects)} ${problem.effects.length === 1 ? "was" : "were"} done and asked for again ` +
          `(${problem.effects.length} redone, at most ${problem.atMost} allowed).`,
        spotlight: problem.effects,
        rule: "A job goes on where it stopped.",
        next: adviceOnRedone(run),
      };
    case "slow to stop":
      return {
        happened: `After SIGTERM the job went on: ${list(problem.effects)}.`,
        spotlight: problem.effects,
        rule: "A job that is asked to stop ends at its next checkpoint, and the next checkpoint is near.",
        next: "Where is the next checkpoint after SIGTERM? In a loop: when does each turn come to one?",
      };
  }
}

function describeFailure({ name, message }: Error, job: string | undefined, run: Run): string {
  const which = job === undefined || jobsIn(run).length < 2 ? "The job" : `The job '${job}'`;
  return name === "Error" ? `${which} failed: ${message}` : `${which} failed with ${name}: ${message}`;
}

const timesInWords = (times: number): string => ["never", "once", "twice"][times] ?? `${times} times`;

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

/** A time for people: "5 min", "100 ms". */
function inWords(ms: number): string {
  const [minutes, seconds] = [Math.floor(ms / 60_000), Math.floor((ms % 60_000) / 1_000)];
  if (ms < 1_000) return `${ms} ms`;
  if (minutes === 0) return `${seconds} s`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

function list(effects: readonly string[]): string {
  const names = [...new Set(effects)].map((name) => {
    const times = effects.filter((effect) => effect === name).length;
    return times === 1 ? name : `${name} (${times} times)`;
  });
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
