// The engine behaves as the recorded job-iteration did: one test for each scenario.
import { describe, expect, it } from "vitest";
import { jobIteration } from "./job-iteration.ts";
import type { Scenario } from "./recording.ts";
import { judge, type ScenarioReport, staleness } from "./suite.ts";
import { readAll } from "./suites.ts";

const known = new Map<Scenario<never>, Promise<ScenarioReport>>();

/** The judgement on a scenario, which more than one test wants to know. */
function judged(scenario: Scenario<never>): Promise<ScenarioReport> {
  const report = known.get(scenario) ?? judge(jobIteration, scenario);
  known.set(scenario, report);
  return report;
}

describe.each(readAll([jobIteration], ""))("$file", ({ suite, scenarios }) => {
  it.each(scenarios.map((scenario) => ({ ...scenario, scenario })))("$id: $description", async ({ scenario }) => {
    const { problems, runs } = await judged(scenario);
    expect(problems.join("\n")).toBe("");
    expect(runs).toBeGreaterThan(0);
  });

  it("has no rule that applies to no run, and no rule without its test", async () => {
    const reports = [];
    for (const scenario of scenarios) reports.push(await judged(scenario));
    expect(staleness(suite, reports)).toEqual([]);
  });

  it("is whole", () => {
    expect(scenarios.length).toBe(49);
    expect(scenarios.flatMap(({ runs }) => runs).length).toBe(267);
  });
});
