// One recording and its interpreter, as the tests and the command line see them; and the verdict on a scenario.
import { existsSync, readFileSync } from "node:fs";
import type { Divergence } from "./compare.ts";
import type { RecordedRun, Scenario } from "./recording.ts";
import type { HoldingTest, Rule } from "./rule.ts";

/** A run of a scenario, performed by ours. */
export interface RunReport {
  readonly interruptAt: RecordedRun["interrupt_at"];
  /** Where it first differs from the recording, with what the suite's rules want to know; undefined when it is the same. */
  readonly fork: Divergence | undefined;
}

export interface Suite {
  readonly name: string;
  /** A part of `meta.library` by which a recording is known to belong to this suite. */
  readonly library: string;
  /** The recording in this repository. */
  readonly file: string;
  /** How runs may differ; the first one that applies counts. */
  readonly rules: readonly Rule<never>[];
  /** Performs each recorded run of a scenario anew; reports them in order. */
  run(scenario: Scenario<never>): Promise<readonly RunReport[]>;
}

/** What became of a scenario. The counts are of runs. */
export interface ScenarioReport {
  readonly id: string;
  readonly verdict: "matched" | "deliberate" | "ruby only" | "failed";
  readonly runs: number;
  readonly matched: number;
  readonly deliberate: number;
  readonly rubyOnly: number;
  readonly failed: number;
  /** The names of the rules that applied, one for each run that differs as a rule says. */
  readonly rules: readonly string[];
  /** What is wrong, in words; empty unless it failed. */
  readonly problems: readonly string[];
}

/** Performs a scenario and judges it: every run is the same, or differs as a rule says and is right in what is left. */
export async function judge(suite: Suite, scenario: Scenario<never>): Promise<ScenarioReport> {
  const verdicts = (await suite.run(scenario)).map((report) => judgeRun(suite.rules, report));
  const problems = verdicts.flatMap(({ problem }) => problem ?? []);
  const rules = verdicts.flatMap(({ rule }) => rule ?? []);
  const deliberate = rules.filter(({ kind }) => kind === "deliberate").length;
  const meant = deliberate > 0 ? "deliberate" : "ruby only";
  return {
    id: scenario.id,
    verdict: problems.length > 0 ? "failed" : rules.length > 0 ? meant : "matched",
    runs: verdicts.length,
    matched: verdicts.length - rules.length - problems.length,
    deliberate,
    rubyOnly: rules.length - deliberate,
    failed: problems.length,
    rules: rules.map(({ name }) => name),
    problems,
  };
}

/** A run has either a rule by which it differs, or a problem, or neither. */
interface RunVerdict {
  readonly rule?: Rule<never>;
  readonly problem?: string;
}

function judgeRun(rules: readonly Rule<never>[], { interruptAt, fork }: RunReport): RunVerdict {
  if (!fork) return {};
  const stopped = `stopped at ${JSON.stringify(interruptAt)}`;
  // Which fork a suite reports and which one its rules take is the suite's own affair.
  const rule = rules.find((one) => one.applies(fork as never));
  if (!rule) return { problem: `${stopped}: ${fork.text}` };
  const problem = rule.rest.problem(fork as never);
  return problem === undefined
    ? { rule }
    : { problem: `${stopped}: by the rule '${rule.name}', but ${problem}\n  ${fork.text}` };
}

/**
 * What is wrong with the rules of a suite, given the reports on all scenarios of its own recording: a rule is stale when it
 * applies to no run, or when a test that it names is gone.
 */
export function staleness({ rules, file }: Suite, reports: readonly ScenarioReport[]): readonly string[] {
  const used = new Set(reports.flatMap((report) => report.rules));
  return rules.flatMap(({ name, kind, heldBy, unrecorded }) => {
    const problems = heldBy.flatMap((test) => missing(name, test));
    if (heldBy.length === 0 && kind === "deliberate") problems.push(`the rule '${name}' names no test that holds ours`);
    if (unrecorded === undefined && !used.has(name)) {
      problems.push(`the rule '${name}' applies to no run of ${file}: take it out`);
    }
    if (unrecorded !== undefined && used.has(name)) {
      problems.push(`the rule '${name}' is recorded in ${file}: it need not say how else it is known`);
    }
    return problems;
  });
}

function missing(rule: string, { file, title }: HoldingTest): string[] {
  if (existsSync(file) && readFileSync(file, "utf8").includes(`"${title}"`)) return [];
  return [`the rule '${rule}' is held by the test "${title}", but ${file} has no such test`];
}
