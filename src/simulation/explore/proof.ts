// The call that proves: no number of crashes and stop requests, wherever they strike, makes this job lose or repeat anything.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { brokenRule, refuseNeverStruck, type Wording } from "../check/checks.ts";
import { type Exploration, type ExplorationOptions, explore, faultsTo, type Flaw, type Node } from "./exploration.ts";
import { mostCounted } from "./durable-world.ts";
import { type BrokenRule, frame } from "../check/frame.ts";
import { callerOfPoint } from "../run/origin.ts";
import { replayToken } from "../run/replay.ts";
import { type Fault, sigterm } from "../run/fault.ts";
import { pointsOf, type Run } from "../run/run.ts";
import { simulate } from "../run/simulate.ts";
import { findProblems, redoneEffects } from "../check/verdict.ts";

/**
 * Proves that a job has each effect exactly once, whatever happens to its workers.
 *
 * @example await assertExactlyOnce(chargeOrders, { args, shop, effects: ["charge 1", "charge 2"], redoneAfterCrash: 1 });
 * @returns what was covered
 * @throws BrokenRule with the shortest story that breaks the rule; with a message of its own when the job is not
 *   deterministic, never comes to an end of its states, can be stopped for ever, or gave no fault a place to strike
 */
export async function assertExactlyOnce<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<Exploration> {
  const exploration = await explore(job, options);
  if (exploration.flaw) throw await inWords(exploration.flaw, job, options);
  if (exploration.crashes + exploration.stops === 0 || options.effects.length === 0) {
    throw vacuous(await simulate(job, { ...options, faults: [] }), options.effects.length === 0);
  }
  return exploration;
}

/** What an exploration has covered, in one sentence. */
export function describeExploration(exploration: Exploration): string {
  const { states, runs, points, everyStop, withCounters, redoneAfterCrash, redoneAfterStop } = exploration;
  const crashes = withCounters ? `up to ${mostCounted} executions (the job counts them)` : "any number of crashes";
  const stops = everyStop
    ? "a SIGTERM at every checkpoint"
    : "SIGTERM at checkpoints of the first execution and the first of every later one";
  return (
    `proved for ${crashes}, and ${stops}: ${states} states, ${runs} runs, ${points} points; ` +
    `at most ${redoneAfterCrash} redone after a crash, ${redoneAfterStop} after a stop`
  );
}

async function inWords<Args extends Json>(
  flaw: Flaw,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<BrokenRule> {
  const rerun = async (node: Node) => {
    const run = await simulate(job, { ...options, faults: faultsTo(node) });
    // A picture of another run than the one that was judged would show nothing of what is said above it.
    if (flaw.kind !== "different" && findProblems(run, options).length === 0) refuseNeverStruck(run);
    return run;
  };
  switch (flaw.kind) {
    case "problem": {
      const run = await rerun(flaw.node);
      const [problem = flaw.problem] = findProblems(run, options);
      return brokenRule(problem, run, options.rule, await footnotes(flaw.node, job, options), noReturnTo(flaw.node));
    }
    case "redone": {
      const run = await rerun(flaw.node);
      const atMost = (flaw.after === "crash" ? options.redoneAfterCrash : options.redoneAfterStop) ?? 0;
      const problem = { kind: "redone", effects: redoneEffects(run.requests), atMost } as const;
      return brokenRule(problem, run, options.rule, await footnotes(flaw.node, job, options), noReturnTo(flaw.node));
    }
    case "stuck":
      return frame({
        happened:
          "Stopped at its first checkpoint, the job goes back exactly as it came: it could be stopped for ever.",
        run: await simulate(job, {
          ...options,
          faults: [...faultsTo(flaw.node), await firstStop(flaw.node, job, options)],
        }),
        rule: "Each execution moves the job on, however often it is stopped.",
        next: "Do one piece of work, and save it, before the first checkpoint.",
      });
    case "different":
      return frame({
        happened: `From the same state the job did two different things: once ${flaw.first}, once ${flaw.second}.`,
        run: await rerun(flaw.node),
        rule: "What a job does follows from its arguments, its progress and the services: no clock, no chance, no variables.",
        next: "Look for a time, a random number, or a variable outside of perform.",
      });
    case "endless":
      return frame({
        happened: `The job never comes to an end of its states: ${whatChanged(flaw.states)} kept changing.`,
        run: await simulate(job, { ...options, faults: [] }),
        rule: "What a job saves follows from the work that is done, not from the time or the number of tries.",
        next: "Take the clock, random numbers and counters of executions out of what you save and send.",
      });
  }
}

/** A stop request at the first checkpoint that the job comes to from this state. */
async function firstStop<Args extends Json>(
  node: Node,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<Fault> {
  const faults = faultsTo(node);
  const struck = Number(faults.at(-1)?.place ?? 0);
  const points = pointsOf(await simulate(job, { ...options, faults }));
  const first = points.find(({ kind, number }) => kind === "checkpoint" && number > struck);
  return sigterm({ before: first?.number ?? 1 });
}

/** The point of no return and the way to see the run again. */
async function footnotes<Args extends Json>(
  node: Node,
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<readonly string[]> {
  const faults = faultsTo(node);
  const last = faults.at(-1);
  if (!last) return [];
  const origin = await callerOfPoint(last.place as number, (watch) => simulate(job, { ...options, faults, watch }));
  const token = `Again simulate(…, { …, faults: replay("${replayToken(faults)}") })`;
  return origin === undefined ? [token] : [`From  ${origin} on, it could not end well any more.`, token];
}

/** The point that produced the first state from which the job does not end well. */
const noReturnTo = (node: Node): number | undefined => faultsTo(node).at(-1)?.place as number | undefined;

function whatChanged([one, other]: Extract<Flaw, { kind: "endless" }>["states"]): string {
  const [progress, otherProgress] = [one, other].map(({ progress: saved }) =>
    JSON.stringify(saved.at(-1)?.[1] ?? null),
  );
  if (progress !== otherProgress) return `saved progress (${progress}, then ${otherProgress})`;
  const [effect, otherEffect] = [one, other].map(({ shop: { ledger } }) => {
    const last = ledger.effects[ledger.effectCount - 1];
    return `${last?.effect} with key ${last?.key ?? "none"}`;
  });
  if (effect !== otherEffect) return `its effects (${effect}, then ${otherEffect})`;
  return "what waits in the queue";
}

function vacuous(run: Run, noEffects: boolean): BrokenRule {
  return frame({
    happened: noEffects ? "This proof expects no effects at all." : "No fault had a place to strike.",
    run,
    rule: "A proof about faults proves something only when they strike in the middle of work.",
    next: "Let the job do its work, with checkpoints, and name the effects that you expect.",
  });
}
