// A run once more, in the proof that it belongs to: the same job, the same world, and the faults of a token.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { brokenRule, type Wording } from "../check/checks.ts";
import { findProblems, type Problem, redoneEffects } from "../check/verdict.ts";
import { describeRun } from "../picture/sentences.ts";
import { drawTimeline } from "../picture/timeline.ts";
import { describeFault, type Fault, isError } from "../run/fault.ts";
import type { Run } from "../run/run.ts";
import { simulate } from "../run/simulate.ts";
import type { ExplorationOptions } from "./exploration.ts";

/** What a proof raises instead of its result when it was told to replay a run. Its own fields survive the way out of a thread. */
export class ReplayedRun extends Error {
  override readonly name = "ReplayedRun";
  /** "nowhere": the run ended before a fault had struck, and shows nothing about it. */
  readonly end: "well" | "wrong" | "nowhere";
  readonly sentences: readonly string[];
  /** The faults in words. */
  readonly faults: readonly string[];

  /** @param picture what is wrong and the timeline, as a failing proof shows them; the timeline alone when all is well */
  constructor(end: ReplayedRun["end"], picture: string, run: Run, faults: readonly Fault[]) {
    super(picture);
    this.end = end;
    this.sentences = describeRun(run);
    this.faults = faults.map(describeFault);
  }
}

let replayed: readonly Fault[] | undefined;

/**
 * Tells the proofs of this thread to run once with these faults from now on, and to raise a ReplayedRun, instead of exploring.
 *
 * @param faults undefined to explore again
 */
export function replayInstead(faults: readonly Fault[] | undefined): void {
  replayed = faults;
}

/** The faults to replay instead of exploring. */
export const faultsToReplay = (): readonly Fault[] | undefined => replayed;

/** Runs the job of a proof once, with these faults, in its world. */
export async function replayRun<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
  faults: readonly Fault[],
): Promise<ReplayedRun> {
  const run = await simulate(job, { ...options, faults });
  const isNowhere = run.neverStruck.length > 0;
  if (isNowhere && run.end === "finished") return new ReplayedRun("nowhere", "", run, faults);
  const problem = problemOf(run, options, faults);
  if (problem) {
    const { message } = brokenRule(problem, run, { rule: options.rule, wanted: options.effects });
    return new ReplayedRun("wrong", message, run, faults);
  }
  return new ReplayedRun(isNowhere ? "nowhere" : "well", drawTimeline(run).join("\n"), run, faults);
}

function problemOf(run: Run, options: ExplorationOptions<Json>, faults: readonly Fault[]): Problem | undefined {
  const [problem] = findProblems(run, faults.some(isError) ? { ...options, inOrder: false } : options);
  const atMost = redoneAllowed(faults, options);
  if (problem || redoneAfterLastFault(run) <= atMost) return problem;
  return { kind: "redone", effects: redoneEffects(run.requests), atMost };
}

/** As the proof counts: what is redone after a stop that follows a crash is the price of the crash. */
function redoneAllowed(
  faults: readonly Fault[],
  { redoneAfterCrash = Infinity, redoneAfterStop = Infinity }: ExplorationOptions<Json>,
): number {
  if (faults.some(isError)) return Infinity;
  if (faults.at(-1)?.kind === "SIGKILL") return redoneAfterCrash;
  return faults.some(({ kind }) => kind === "SIGKILL") ? Infinity : redoneAfterStop;
}

function redoneAfterLastFault({ entries }: Run): number {
  const last = entries.findLastIndex((entry) => entry.entry === "fault" && entry.why === "fault");
  return entries.slice(last + 1).filter((entry) => entry.entry === "point" && entry.kind === "effect" && entry.repeated)
    .length;
}
