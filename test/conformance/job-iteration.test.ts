// The engine behaves as the recorded job-iteration did: one test for each scenario.
import { describe, expect, it } from "vitest";
import type { IterationJob } from "./iteration-language.ts";
import { performIteration } from "./iteration-run.ts";
import { jobIteration } from "./job-iteration.ts";
import { readRecording, type RecordedEvent } from "./recording.ts";
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

  // Where we differ, all comparison ends at the first difference. What was done to the items is the same even so.
  const withNested = readRecording<IterationJob>(suite.file).scenarios.filter(({ id }) => id.startsWith("nested"));
  it.each(withNested)("$id: the same items in the same order, and the same end", async ({ job, runs }) => {
    const itemsOf = (trace: readonly RecordedEvent[]) =>
      trace.flatMap((one) => (one.event === "item" ? [one["item"]] : []));
    for (const run of runs) {
      const ours = await performIteration(job, run.interrupt_at);
      expect(itemsOf(ours.trace)).toEqual(itemsOf(run.trace));
      expect(ours.outcome).toBe(run.outcome);
    }
  });

  it("is whole", () => {
    expect(scenarios.length).toBe(49);
    expect(scenarios.flatMap(({ runs }) => runs).length).toBe(267);
  });
});
