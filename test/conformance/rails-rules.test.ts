// The rules about Rails are narrow: where the same events part without the condition, no rule applies, and what is left is compared.
import { describe, expect, it } from "vitest";
import type { ContinuationJob, ContinuationOptions } from "./continuation-language.ts";
import type { EngineCall } from "./continuation-operations.ts";
import { performContinuation } from "./continuation-run.ts";
import { rails } from "./rails.ts";
import type { RailsFork } from "./rails-fork.ts";
import { railsRules } from "./rails-rules.ts";
import { readRecording, type RecordedEvent } from "./recording.ts";

const { scenarios } = readRecording<ContinuationJob>(rails.file);

/** Where a run of a recorded scenario parts from ours. */
async function forkOf(id: string, stopped: unknown): Promise<RailsFork> {
  const scenario = scenarios.find((one) => one.id === id);
  const reports = await rails.run(scenario as never);
  const report = reports.find(({ interruptAt }) => JSON.stringify(interruptAt) === JSON.stringify(stopped));
  if (!report?.fork) throw new Error(`${id} does not part from the recording.`);
  return report.fork as RailsFork;
}

const ruleAt = (fork: RailsFork) => railsRules.find((rule) => rule.applies(fork));

type Edit = (fork: RailsFork) => RailsFork;

const withOptions =
  (options: ContinuationOptions): Edit =>
  (fork) => ({ ...fork, job: { ...fork.job, options: { ...fork.job.options, ...options } } });
const withBefore =
  (edit: (before: readonly RecordedEvent[]) => readonly RecordedEvent[]): Edit =>
  (fork) => ({ ...fork, before: edit(fork.before) });
const withFirst =
  (whose: "ours" | "theirs", fields: Readonly<Record<string, unknown>>): Edit =>
  (fork) => ({ ...fork, [whose]: [{ ...fork[whose][0], ...fields }, ...fork[whose].slice(1)] });
const withCall =
  (call: EngineCall): Edit =>
  (fork) => ({ ...fork, observed: { ...fork.observed, calls: fork.observed.calls.map(() => call) } });
const without = (name: string): Edit => withBefore((before) => before.filter(({ event }) => event !== name));
const withError = (className: string): Edit => withFirst("ours", { error: { class: className } });

const budget = "a budget for stops alone";
const rescued = "a misuse that was rescued";
const string = "a string to advance";

describe("a near miss", () => {
  it.each<[rule: string, id: string, stopped: unknown, miss: string, edit: Edit]>([
    [
      "a step begun and not finished",
      "changed-no-steps-on-resume",
      [1],
      "the step was met and finished",
      withBefore((before) => [
        ...before,
        { event: "step_resumed", step: "iterating", cursor: 1 },
        { event: "step_completed", step: "iterating", cursor: 1 },
      ]),
    ],
    ["a step begun and not finished", "changed-no-steps-on-resume", [1], "another error", withError("StepOrderError")],
    [
      "a step begun and not finished",
      "changed-no-steps-on-resume",
      [1],
      "theirs fails too",
      withFirst("theirs", { event: "raised" }),
    ],
    [
      "a finished step that is gone",
      "changed-removed-last-two",
      [3],
      "all steps were met",
      withBefore((before) => [...before, { event: "step_skipped", step: "step_three" }]),
    ],
    [budget, "isolated-limited-resumptions", [], "the limit is not met", withOptions({ max_resumptions: 2 })],
    [budget, "isolated-limited-resumptions", [], "it waits for another time", withFirst("ours", { delay: 6 })],
    [
      budget,
      "isolated-limited-resumptions",
      [2],
      "an earlier stop has used up the budget",
      withBefore((before) => before.map((one) => (one.event === "interrupted" ? { ...one, reason: "stopping" } : one))),
    ],
    [
      "a retry from the dead letters",
      "resumptions-limit-backend-retries",
      "every",
      "nobody has retried it",
      without("backend_retry"),
    ],
    [
      "a retry from the dead letters",
      "resumptions-limit-backend-retries",
      "every",
      "stopped since then as often as it may be",
      withBefore((before) => {
        const stop = ["execution", "interrupted", "enqueued"].map((event) => ({ event, reason: "stopping" }));
        const retry = before.findLastIndex(({ event }) => event === "backend_retry");
        return [...before.slice(0, retry + 1), ...stop, ...before.slice(retry + 1)];
      }),
    ],
    [rescued, "invalid-nested-rescued", [], "nothing was rescued", without("log")],
    [rescued, "invalid-nested-rescued", [], "another error is raised", withError("Continuation::ResumeLimitError")],
    [
      rescued,
      "invalid-nested-rescued",
      [],
      "the line of the log is no rescue's",
      (fork) => ({ ...fork, job: { perform: [{ op: "log", label: "rescued" }] } }),
    ],
    [string, "cursor-string-advance", [], "a number", withCall({ name: "advance", inside: "succ", given: 1 })],
    [string, "cursor-string-advance", [], "set, not advance", withCall({ name: "set", inside: "succ", given: "az" })],
    [string, "cursor-string-advance", [], "another step", withCall({ name: "advance", inside: "other", given: "az" })],
    [string, "cursor-string-advance", [], "another error", withError("NotJsonError")],
    [
      "a number beyond 2^53 to advance",
      "cursor-large-integer",
      "first_three",
      "the last number that has a next one",
      withCall({ name: "advance", inside: "big", given: 2 ** 53 - 1 }),
    ],
    [
      "a Date as a cursor",
      "head-date-cursor",
      [],
      "a date as a string",
      withCall({ name: "set", inside: "days", given: "2026-07-06" }),
    ],
    [
      "a Symbol as a cursor",
      "head-symbol-cursor",
      [],
      "a string",
      withCall({ name: "set", inside: "sym", given: "alpha" }),
    ],
    [
      "a step method with parameters",
      "invalid-method-arity-2",
      [],
      "a method with one",
      withCall({ name: "step", style: "method1" }),
    ],
    [
      "a step method with parameters",
      "invalid-method-keyword",
      [],
      "an error about something else",
      withFirst("theirs", { error: { class: "ArgumentError", message: "boom" } }),
    ],
  ])("of '%s' in %s %j falls under no rule: %s", async (rule, id, stopped, _miss, edit) => {
    const fork = await forkOf(id, stopped);
    expect(ruleAt(fork)?.name).toBe(rule);
    expect(ruleAt(edit(fork))?.name).toBeUndefined();
  });
});

describe("after the runs have parted", () => {
  /** Changes our events from there on. */
  const withOurs =
    (edit: (ours: readonly RecordedEvent[]) => readonly RecordedEvent[]): Edit =>
    (fork) => {
      const ours = edit(fork.ours);
      const trace = [...fork.observed.trace.slice(0, fork.index), ...ours];
      return { ...fork, ours, observed: { ...fork.observed, trace } };
    };
  const change = (name: string, fields: Readonly<Record<string, unknown>>): Edit =>
    withOurs((ours) => ours.map((one) => (one.event === name ? { ...one, ...fields } : one)));
  const payload = { continuation: { completed: ["one"] }, resumptions: 1, executions: 2 };

  it.each<[what: string, id: string, stopped: unknown, edit: Edit, words: string]>([
    [
      "a job that goes on although it was refused",
      "cursor-string-advance",
      [],
      withOurs(([failed, ...rest]) => [failed!, { event: "check", n: 1, step: "succ", cursor: "ba" }, ...rest]),
      "ours goes on",
    ],
    [
      "a job that does not fail",
      "invalid-nested-rescued",
      [],
      withOurs((ours) => ours.slice(0, -1)),
      "ours does not end with Continuation::InvalidStepError",
    ],
    [
      "a job that fails with something else",
      "changed-removed-last-two",
      [3],
      withOurs((ours) => [...ours.slice(0, -1), { event: "raised", error: { class: "Error" } }]),
      "ours does not end with LeftoverProgressError",
    ],
    [
      "a step lost in the payload",
      "isolated-limited-resumptions",
      [],
      change("enqueued", { payload }),
      "where the job is",
    ],
    [
      "a resumption not counted",
      "isolated-limited-resumptions",
      [],
      change("resumed", { resumptions: 1 }),
      "does not count the resumption",
    ],
    [
      "a finished step run again",
      "isolated-limited-resumptions",
      [],
      withOurs((ours) => ours.map((one) => (one.event === "step_skipped" ? { ...one, event: "step_started" } : one))),
      "begins a step although",
    ],
    [
      "a cursor not taken up",
      "resumptions-limit-backend-retries",
      "every",
      change("step_resumed", { cursor: 0 }),
      "does not go on where the step was left",
    ],
    [
      "a job that never ends",
      "isolated-limited-resumptions",
      [],
      (fork) => ({ ...fork, observed: { ...fork.observed, outcome: "endless" } }),
      "does not end",
    ],
  ])("%s is found", async (_what, id, stopped, edit, words) => {
    const fork = await forkOf(id, stopped);
    const rule = ruleAt(fork);
    expect(rule?.rest.problem(fork)).toBeUndefined();
    expect(rule?.rest.problem(edit(fork))).toContain(words);
  });
});

describe("what no recording here shows", () => {
  const nested: ContinuationJob = {
    options: { after_discard: true },
    perform: [
      { op: "step", name: "first", body: [] },
      { op: "step", name: "outer", body: [{ op: "step", name: "inner", body: [] }] },
    ],
  };

  /** Ours, with the question that Rails asks first, and Rails' words for the error. */
  async function nestedFork(): Promise<RailsFork | undefined> {
    const ours = await performContinuation(nested, []);
    const failed = ours.trace.findIndex(({ event }) => event === "step_failed");
    const check = { event: "check", n: 2, step: "outer", cursor: null, stop: false };
    const trace = ours.trace
      .toSpliced(failed, 0, check)
      .map((one) => (one.event === "log" ? { ...one, label: "after_discard: Step 'inner' is nested" } : one));
    const run = { ...ours, interrupt_at: [], checks: 2, trace };
    const [report] = await rails.run({ id: "nested", description: "", job: nested, runs: [run] } as never);
    return report?.fork as RailsFork | undefined;
  }

  it("a nested step after progress falls under its rule, and not when theirs goes on otherwise", async () => {
    const fork = (await nestedFork())!;
    expect(ruleAt(fork)?.name).toBe("a nested step after progress");
    expect(ruleAt(fork)?.rest.problem(fork)).toBeUndefined();
    const misses: readonly Edit[] = [
      withCall({ name: "step" }),
      (one) => ({ ...one, theirs: one.theirs.slice(0, 1) }),
      withBefore((before) => before.filter(({ event }) => event !== "step_completed")),
      withError("Continuation::ResumeLimitError"),
    ];
    for (const miss of misses) expect(ruleAt(miss(fork))?.name).toBeUndefined();
  });

  it("the words of after_discard are the engine's own when the error is", async () => {
    const fork = (await nestedFork())!;
    // But for the question all is the same, the line of after_discard too.
    expect(fork.theirs.slice(1)).toEqual(fork.ours);
    expect(fork.ours.map(({ event }) => event)).toEqual(["step_failed", "log", "raised"]);
  });
});
