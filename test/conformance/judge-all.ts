// Every run of some recordings performed anew, and what came of it as the texts that npm run conformance prints.
import { asProblems, asRules, asTable, type Judged } from "./report.ts";
import { judge, type ScenarioReport } from "./suite.ts";
import type { Assigned } from "./suites.ts";

export interface Conformance {
  /** A table of the recordings, and the rules by which runs differ on purpose. */
  readonly page: string;
  /** What differs otherwise, "" for nothing. */
  readonly problems: string;
}

export async function judgeAll(assigned: readonly Assigned[]): Promise<Conformance> {
  const judged: Judged[] = [];
  for (const one of assigned) {
    const reports: ScenarioReport[] = [];
    for (const scenario of one.scenarios) reports.push(await judge(one.suite, scenario));
    judged.push({ ...one, reports });
  }
  return {
    page: `${asTable(judged)}\n\nDifferent on purpose, by rule:\n${asRules(judged)}`,
    problems: asProblems(judged),
  };
}
