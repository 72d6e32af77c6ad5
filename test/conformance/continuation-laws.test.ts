// The laws of a continuation are those of Rails too: every run that was recorded keeps them.
import { describe, expect, it } from "vitest";
import { lawBroken, standingAfter } from "./continuation-laws.ts";
import type { ContinuationJob } from "./continuation-language.ts";
import { rails } from "./rails.ts";
import { readRecording, type RecordedEvent } from "./recording.ts";

// A Date and a Symbol have one form in the events and another in the payload.
const hasRubyCursor = (job: ContinuationJob) => /set_(?:date|symbol)/.test(JSON.stringify(job));
const scenarios = readRecording<ContinuationJob>(rails.file).scenarios.filter(({ job }) => !hasRubyCursor(job));

describe("the laws of a continuation", () => {
  it("hold in every recorded run", () => {
    expect(scenarios.length).toBe(80);
    for (const { runs } of scenarios) {
      for (const { trace } of runs) expect(lawBroken(trace)).toBeUndefined();
    }
  });

  const kinds: readonly (readonly [event: string, fields: Readonly<Record<string, unknown>>])[] = [
    ["perform_started", { execution: 7 }],
    ["resumed", { resumptions: 7 }],
    ["resumed", { completed: ["another"] }],
    ["resumed", { current: { step: "another", cursor: 1 } }],
    ["step_skipped", { step: "another" }],
    ["step_started", { step: "prepare" }],
    ["step_resumed", { cursor: 7 }],
    ["check", { step: "another" }],
    ["step_completed", { cursor: 7 }],
    ["interrupted", { completed: ["another"] }],
    ["interrupted", { current: { step: "iterate", cursor: 7 } }],
    ["enqueued", { payload: { continuation: { completed: [] }, resumptions: 0, executions: 7 } }],
    ["enqueued", { payload: { continuation: { completed: [] }, resumptions: 7, executions: 0 } }],
    ["enqueued", { payload: { continuation: { completed: ["another"] }, resumptions: 1, executions: 2 } }],
  ];

  it.each(kinds)("are broken by another %s: %j", (event, fields) => {
    const { runs } = scenarios.find(({ id }) => id === "cursor-plain-cursor-plain")!;
    const { trace } = runs.find(({ interrupt_at }) => interrupt_at === "every")!;
    const last = trace.findLastIndex((one) => one.event === event);
    const edited = trace.map((one, index) => (index === last ? { ...one, ...fields } : one));
    expect(lawBroken(edited as readonly RecordedEvent[])).toContain(`event ${last + 1} of ours`);
  });

  it("know what is lost when an execution ends without being written down", () => {
    const crashed = [
      { event: "execution", n: 1 },
      { event: "step_started", step: "one" },
      { event: "step_completed", step: "one" },
      { event: "backend_retry", n: 1 },
      { event: "execution", n: 2 },
    ];
    expect(standingAfter(crashed.slice(0, 3)).completed).toEqual(["one"]);
    expect(standingAfter(crashed).completed).toEqual([]);
  });
});
