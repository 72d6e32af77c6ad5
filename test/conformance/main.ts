// npm run conformance: performs every recorded run anew and prints how it compares. KATA_CONFORMANCE adds recordings.
import { asProblems, asRules, asTable, type Judged } from "./report.ts";
import { judge, type ScenarioReport } from "./suite.ts";
import { readAll, RecordingError, suites } from "./suites.ts";

try {
  const judged: Judged[] = [];
  for (const assigned of readAll(suites)) {
    const reports: ScenarioReport[] = [];
    for (const scenario of assigned.scenarios) reports.push(await judge(assigned.suite, scenario));
    judged.push({ ...assigned, reports });
  }
  const problems = asProblems(judged);
  console.log(`${asTable(judged)}\n\nDifferent on purpose, by rule:\n${asRules(judged)}`);
  if (problems !== "") {
    console.error(`\n${problems}`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof RecordingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
