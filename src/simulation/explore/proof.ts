// The call that proves: no number of crashes and stop requests, wherever they strike, makes this job lose or repeat anything.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import type { Wording } from "../check/checks.ts";
import { type BrokenRule, frame } from "../check/frame.ts";
import type { Run } from "../run/run.ts";
import { simulate } from "../run/simulate.ts";
import { type Exploration, type ExplorationOptions, explore } from "./exploration.ts";
import { frameOf } from "./flaw-frame.ts";
import { faultsToReplay, replayRun } from "./replayed-run.ts";
import { mostAttempts } from "./state-name.ts";

/**
 * Proves that a job has each effect exactly once, whatever happens to its workers.
 *
 * @example await assertExactlyOnce(chargeOrders, { args, shop, effects: ["charge 1", "charge 2"], redoneAfterCrash: 1 });
 * @returns what was covered
 * @throws ReplayedRun instead of all else when this thread was told to replay a run
 * @throws BrokenRule with the shortest story that breaks the rule; with a message of its own when the job is not
 *   deterministic, never comes to an end of its states, can be stopped for ever, or gave no fault a place to strike
 */
export async function assertExactlyOnce<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<Exploration> {
  const faults = faultsToReplay();
  if (faults) throw await replayRun(job, options, faults);
  const exploration = await explore(job, options);
  if (exploration.flaw) throw await frameOf(exploration.flaw, job, options);
  if (exploration.crashes + exploration.stops + exploration.errors === 0 || options.effects.length === 0) {
    throw vacuous(await simulate(job, { ...options, faults: [] }), options.effects.length === 0);
  }
  return exploration;
}

/**
 * What an exploration has covered, in one sentence: faults, bounds, and what was sampled.
 *
 * Two states are taken for one when their names are, and a name is a hash of 53 bits: among n states the odds that any two
 * meet by accident are n²/2⁵⁴, one in 45 million for 20,000 of them.
 */
export function describeExploration(exploration: Exploration): string {
  const { states, runs, points, redoneAfterCrash, redoneAfterStop, countedTo } = exploration;
  const bound =
    countedTo === undefined ? "any number of crashes" : `up to ${countedTo} executions (the job counts them)`;
  return [
    `proved for ${bound}, ${stopsOf(exploration)}, and ${errorsOf(exploration)}`,
    ...limitsOf(exploration),
    `${states} states, ${runs} runs, ${points} points; ` +
      `at most ${redoneAfterCrash} redone after a crash, ${redoneAfterStop} after a stop`,
  ].join("; ");
}

function stopsOf({ everyStop, looksAtSignal }: Exploration): string {
  if (!looksAtSignal) {
    return everyStop
      ? "a SIGTERM at every checkpoint"
      : "SIGTERM at checkpoints of the first execution and the first of every later one";
  }
  return everyStop
    ? "a SIGTERM at every point (the job looks at its signal)"
    : "SIGTERM at points of the first execution and the first of every later one (the job looks at its signal)";
}

function errorsOf({ everyError, everyRow }: Exploration): string {
  if (!everyError) {
    return (
      "a service that fails once: at each effect of the first process it refuses or its answer is lost, in turn, " +
      "and both at the first effect of a later execution"
    );
  }
  const often =
    "services that fail before or after any effect, any two of the first process, or up to four times in a row";
  return everyRow ? often : `${often} in the first process`;
}

/** What is not covered, or not as one would expect. */
function limitsOf({ everyOrder, everyTry, slowDay, evaluatedAnew }: Exploration): readonly string[] {
  return [
    everyOrder ? "" : "among more than 4 jobs only the interrupted one was tried as the next one",
    everyTry ? "" : `retry rules with more than ${mostAttempts} attempts did not run out of them`,
    slowDay
      ? `slow days included, on which executions begin at ${slowDay === "every hour" ? "every hour" : "seven times"} ` +
        "of the day (the job looks at the time)"
      : "",
    evaluatedAnew ? "" : "variables outside of the job were not begun anew, since a spec defines it",
  ].filter((limit) => limit !== "");
}

function vacuous(run: Run, noEffects: boolean): BrokenRule {
  return frame({
    happened: noEffects ? "This proof expects no effects at all." : "No fault had a place to strike.",
    run,
    rule: "A proof about faults proves something only when they strike in the middle of work.",
    next: "Let the job do its work, with checkpoints, and name the effects that you expect.",
  });
}
