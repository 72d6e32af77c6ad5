// One recording and its interpreter, as the tests and the command line see them; and the verdict on a scenario.
import { existsSync, readFileSync } from "node:fs";
import type { Divergence } from "./compare.ts";
import type { RecordedRun, Scenario } from "./recording.ts";

/** A run of a scenario, performed by ours. */
export interface RunReport {
  readonly interruptAt: RecordedRun["interrupt_at"];
  /** Where it first differs from the recording; undefined when it is the same. */
  readonly divergence: Divergence | undefined;
}

/** A scenario in which we mean to differ. Runs may differ in this way, and in that of its other entries, and in no other. */
export interface Difference {
  readonly scenario: string;
  /** "ruby only": about a thing of that language that a program here cannot say. */
  readonly kind: "deliberate" | "ruby only";
  /** The events at the first difference. All that comes before them is the same. */
  readonly theirs: string;
  readonly ours: string;
  readonly what: string;
  /** Why ours is better for a user. */
  readonly why: string;
  /** The test that holds ours. */
  readonly heldBy?: { readonly file: string; readonly title: string };
}

export interface Suite {
  readonly name: string;
  /** A part of `meta.library` by which a recording is known to belong to this suite. */
  readonly library: string;
  /** The recording in this repository. */
  readonly file: string;
  readonly differences: readonly Difference[];
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
  /** What is wrong, in words; empty unless it failed. */
  readonly problems: readonly string[];
}

/**
 * Performs a scenario and judges it: every run is the same, or differs as the list of differences says.
 * An entry of that list is a problem itself when it is stale: when no run differs, or the test that it names is gone.
 */
export async function judge(suite: Suite, scenario: Scenario<never>): Promise<ScenarioReport> {
  const reports = await suite.run(scenario);
  const meantOnes = suite.differences.filter((one) => one.scenario === scenario.id);
  const differing = reports.filter(({ divergence }) => divergence !== undefined);
  const wrong = differing.filter(({ divergence }) => !meantOnes.some((one) => isMeant(one, divergence)));
  const meant = differing.length - wrong.length;
  const [kind] = meantOnes.map((one) => one.kind);
  const rubyOnly = kind === "ruby only" ? meant : 0;
  const problems = [
    ...wrong.map(({ interruptAt, divergence }) => `stopped at ${JSON.stringify(interruptAt)}: ${divergence?.text}`),
    ...meantOnes.flatMap((one) => staleness(one, differing)),
  ];
  return {
    id: scenario.id,
    verdict: problems.length > 0 ? "failed" : (kind ?? "matched"),
    runs: reports.length,
    matched: reports.length - differing.length,
    deliberate: meant - rubyOnly,
    rubyOnly,
    failed: wrong.length,
    problems,
  };
}

const isMeant = (difference: Difference, divergence: Divergence | undefined): boolean =>
  divergence?.theirs === difference.theirs && divergence.ours === difference.ours;

function staleness(difference: Difference, differing: readonly RunReport[]): readonly string[] {
  const { scenario, kind, heldBy } = difference;
  const problems: string[] = [];
  if (!differing.some(({ divergence }) => isMeant(difference, divergence)))
    problems.push(`the list of differences names '${scenario}', but no run differs in that way: take it out`);
  if (!heldBy) {
    if (kind === "deliberate") problems.push(`the difference in '${scenario}' names no test that holds ours`);
    return problems;
  }
  const { file, title } = heldBy;
  if (!existsSync(file) || !readFileSync(file, "utf8").includes(`"${title}"`)) {
    problems.push(`the difference in '${scenario}' is held by the test "${title}", but ${file} has no such test`);
  }
  return problems;
}
