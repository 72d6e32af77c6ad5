// The calls that a spec makes about a run; each raises BrokenRule, whose message is the picture of what went wrong. Each
// refuses a run whose faults found no place to strike, and says first what went wrong before that.
import { adviceOnMemory, wasAsked } from "./advice.ts";
import { describeFault } from "../run/fault.ts";
import { type BrokenRule, frame, type FrameParts } from "./frame.ts";
import { pointsOf, type Run } from "../run/run.ts";
import { effectsAfterSigterm, type Expectation, findProblems, type Problem, redoneEffects } from "./verdict.ts";
import { wordsFor } from "./words.ts";

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
  if (problem) throw brokenRule(problem, run, { rule: expectation.rule, wanted: expectation.effects });
  refuseNeverStruck(run);
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
    throw brokenRule({ kind: "redone", effects, atMost: limit.atMost }, run, limit);
  }
  refuseNeverStruck(run);
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
    throw brokenRule({ kind: "slow to stop", effects, atMost: limit.effects }, run, limit);
  }
  refuseNeverStruck(run);
}

/**
 * Checks that one effect came after another, and how long after.
 *
 * @example assertFollows(run, { effect: "review-request 7", after: "charge 7", waitMs: minutes(5), slackMs: seconds(1) });
 * @param order.waitMs milliseconds of virtual time that must lie between the two; 0 when left out
 * @param order.slackMs how many milliseconds more it may be; any number when left out, as after a crash
 * @throws BrokenRule when one of them is missing, they came the other way round, or the second came too early or too late
 */
export function assertFollows(
  run: Run,
  order: {
    readonly effect: string;
    readonly after: string;
    readonly waitMs?: number;
    readonly slackMs?: number;
  } & Wording,
): void {
  const { effect, after, waitMs = 0, slackMs = Infinity, rule } = order;
  const points = pointsOf(run).filter(({ kind, applied }) => kind === "effect" && applied);
  const [first, second] = [after, effect].map((name) => points.find((point) => point.name === name));
  const missing = first ? effect : after;
  if (!first || !second) throw brokenRule({ kind: "lost", effect: missing, others: 0 }, run, { rule });
  if (second.number < first.number) throw brokenRule({ kind: "out of order", effect, before: after }, run, { rule });
  const waitedMs = (second.at ?? 0) - (first.at ?? 0);
  if (waitedMs < waitMs) throw brokenRule({ kind: "too early", effect, after, waitedMs, waitMs }, run, { rule });
  if (waitedMs > waitMs + slackMs)
    throw brokenRule({ kind: "too late", effect, after, waitedMs, waitMs }, run, { rule });
  refuseNeverStruck(run);
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
    throw brokenRule({ kind: "too many saves", saves, atMost: limit.atMost }, run, limit);
  }
  refuseNeverStruck(run);
}

/** A job that failed on its way redid nothing and stopped soon enough: that must not pass. */
function refuseBadEnd(run: Run, { rule }: Wording): void {
  if (run.end === "failed") throw brokenRule({ kind: "failed", error: run.error as Error }, run, { rule });
  if (run.end === "unfinished") throw brokenRule({ kind: "unfinished" }, run, { rule });
}

/** Such a run shows nothing about its faults. For the checks and the proof. */
export function refuseNeverStruck(run: Run): void {
  if (run.neverStruck.length === 0) return;
  throw frame({
    happened: `This spec wants ${run.neverStruck.map(describeFault).join(", ")}, but the run never came to that place.`,
    run,
    rule: "A spec about a fault proves something only when the fault strikes.",
    next: "Look at what the job did above: which of its effects are missing?",
  });
}

/** Parts of a frame that do not follow from its problem. */
export type ProblemParts = Pick<FrameParts, "footnotes" | "noReturn" | "token" | "wanted"> & {
  readonly rule?: string | undefined;
};

/** A problem as the frame that a learner sees. For the checks and the proof. */
export function brokenRule(
  problem: Problem,
  run: Run,
  { rule, footnotes, noReturn, token, wanted }: ProblemParts = {},
): BrokenRule {
  const { happened, spotlight = [], next, ...words } = wordsFor(problem, run);
  return frame({
    happened,
    run,
    spotlight,
    rule: rule ?? words.rule,
    next: adviceOnMemory(problem, run) ?? next,
    ...(footnotes && { footnotes }),
    ...(problem.kind === "lost" &&
      problem.times === undefined &&
      !wasAsked(problem.effect, run) && { missing: problem }),
    ...(noReturn !== undefined && { noReturn }),
    ...(token !== undefined && { token }),
    ...(wanted && { wanted }),
  });
}
