// A deploy between any two durable writes: what version 1 has left behind, version 2 must take up, and the other way round.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import { brokenRule, refuseNeverStruck, type Wording } from "../check/checks.ts";
import type { ExplorationOptions, Flaw } from "./exploration.ts";
import { faultsOf, type Node } from "./node.ts";
import { Explorer } from "./explorer.ts";
import { frameOf } from "./flaw-frame.ts";
import type { BrokenRule } from "../check/frame.ts";
import { simulate } from "../run/simulate.ts";
import { findProblems, type Problem } from "../check/verdict.ts";

/** What became of the states that one version left to the other. */
export interface DeployReport {
  /** Durable states of the version that was there before. */
  readonly states: number;
  /** From how many of them the other version finished with each effect exactly once. */
  readonly finished: number;
  /** From how many it refused, loudly, to go on: the job is in the dead letters, and nothing was skipped or repeated. */
  readonly refused: number;
  /** Whether the other version refused even a job that had not begun: then it has not been tried at all. */
  readonly refusesAll: boolean;
  /** The first state from which it skipped or repeated something without a word. */
  readonly silent: { readonly node: Node; readonly problem: Problem } | undefined;
  /** What is wrong with the version that was there before: then nothing has been tried. */
  readonly flaw: Flaw | undefined;
}

/**
 * Lets a job begin as one version and go on as another, from every durable state that crashes and stop requests let the first
 * one leave behind.
 *
 * @param before the version under which jobs are under way; both must have the same name
 * @param after the version that is deployed
 * @returns how the states fared; a loud refusal counts as safe, a silent skip or repeat does not
 */
export async function exploreDeploy<Args extends Json>(
  before: JobDefinition<Args, Shop>,
  after: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<DeployReport> {
  // A service that fails leaves what a crash leaves, or a dead letter: it is for the proof of each version.
  const old = new Explorer(before, await ownWork(before, options), { leavesOut: ["errors"] });
  const { flaw } = await old.explore(options.args);
  if (flaw) return { states: 0, finished: 0, refused: 0, refusesAll: false, silent: undefined, flaw };
  const next = new Explorer(after, options);
  const report = { states: old.nodes.length, finished: 0, refused: 0 };
  let silent: DeployReport["silent"];
  let refusesAll = false;
  for (const node of old.nodes) {
    const end = await next.runFrom(node);
    const problems = findProblems(end, options);
    if (!node.parent) refusesAll = end.end === "failed" && problems.length > 0;
    const wrong = problems.find((problem) => isSilent(problem, end.end === "failed", node));
    if (wrong) silent ??= { node, problem: wrong };
    else if (end.end === "failed") report.refused += 1;
    else report.finished += 1;
  }
  return { ...report, refusesAll, silent, flaw: undefined };
}

/**
 * Checks that a deploy is safe in both directions: while it rolls out, old and new workers take jobs from each other.
 *
 * @example await assertSafeDeploy(chargeOrdersV1, chargeOrdersV2, { args, shop, effects });
 * @returns the reports, forward and back
 * @throws BrokenRule when one of the versions has a flaw of its own; when a state of one version makes the other one skip or repeat something without a word, or when the
 *   other one refuses even a job that has not begun: then nothing has been tried
 */
export async function assertSafeDeploy<Args extends Json>(
  before: JobDefinition<Args, Shop>,
  after: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>> & Wording,
): Promise<{ readonly forward: DeployReport; readonly back: DeployReport }> {
  const report = async (from: JobDefinition<Args, Shop>, to: JobDefinition<Args, Shop>, words: string) => {
    const found = await exploreDeploy(from, to, options);
    if (found.flaw) throw await frameOf(found.flaw, from, options);
    if (!found.silent) {
      if (found.refusesAll) throw await alwaysRefused(to, options);
      return found;
    }
    const { node } = found.silent;
    const faults = faultsOf(node);
    const processes = node.state.processes;
    const deploy = { fromProcess: processes + 1, job: to };
    const run = await simulate(from, { ...options, faults, deploy });
    const [shown] = findProblems(run, options);
    if (!shown) refuseNeverStruck(run);
    const problem = shown ?? found.silent.problem;
    const place = processes === 0 ? "before the first execution" : `after ${inWords(processes)}`;
    throw brokenRule(problem, run, {
      rule: options.rule ?? "A deploy finds jobs half done: it goes on, or it refuses loudly.",
      footnotes: [`Deploy ${words}: ${place}, the ${words === "forward" ? "new" : "old"} version took over.`],
    });
  };
  return { forward: await report(before, after, "forward"), back: await report(after, before, "back") };
}

/** What a version does on a calm day is what it should do on others: the expectation may be that of the other version. */
async function ownWork<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<ExplorationOptions<Args>> {
  const calm = await simulate(job, { ...options, faults: [] });
  const {
    amounts: _amounts,
    details: _details,
    only: _only,
    redoneAfterCrash: _crash,
    redoneAfterStop: _stop,
    ...rest
  } = options;
  const effects = calm.effects.map(({ effect }) => effect);
  return { ...rest, effects, inOrder: false, failing: calm.failures.map(({ job: name }) => name) };
}

/** A version that fails from every state, a fresh one included, has not been deployed anywhere yet. */
async function alwaysRefused<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<BrokenRule> {
  const run = await simulate(job, { ...options, faults: [] });
  const [problem] = findProblems(run, options);
  return brokenRule(problem ?? { kind: "unfinished" }, run, {
    rule: "Each version of a job can do its work on a calm day.",
  });
}

const inWords = (count: number): string => (count === 1 ? "the first worker" : `the first ${count} workers`);

/** Whether a problem is one that nobody would hear of. */
function isSilent(problem: Problem, refused: boolean, { state }: Node): boolean {
  switch (problem.kind) {
    case "failed":
      return false;
    case "lost":
      return !refused;
    case "unexpected":
      // What the old version had done before the deploy is not the new one's doing.
      return !state.shop.ledger.ledger.effects
        .slice(0, state.shop.ledger.effectCount)
        .some(({ effect }) => effect === problem.effect);
    default:
      return true;
  }
}
