// The engine behaves as the recorded job-iteration did: one test for each scenario.
import { describe, expect, it } from "vitest";
import { jobIteration } from "./job-iteration.ts";
import { judge } from "./suite.ts";
import { readAll } from "./suites.ts";

describe.each(readAll([jobIteration], ""))("$file", ({ suite, scenarios }) => {
  it.each(scenarios.map((scenario) => ({ ...scenario, scenario })))("$id: $description", async ({ scenario }) => {
    const { problems, runs } = await judge(suite, scenario);
    expect(problems.join("\n")).toBe("");
    expect(runs).toBeGreaterThan(0);
  });

  it("holds every scenario that the list of differences names", () => {
    const ids = scenarios.map(({ id }) => id);
    expect(suite.differences.map(({ scenario }) => scenario).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("is whole", () => {
    expect(scenarios.length).toBe(49);
    expect(scenarios.flatMap(({ runs }) => runs).length).toBe(267);
  });
});
