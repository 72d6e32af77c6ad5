// The judge of the recorded runs, judged: it sees each kind of difference, and does not let the list of them go stale.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { firstDivergence, type ObservedRun } from "./compare.ts";
import { judgeAll } from "./judge-all.ts";
import type { RecordedEvent } from "./recording.ts";
import type { Rule } from "./rule.ts";
import { judge, staleness, type Suite } from "./suite.ts";
import { readAll, suites } from "./suites.ts";

const asIs = (event: RecordedEvent) => event;

const run = (...trace: RecordedEvent[]): ObservedRun => ({ outcome: "completed", checks: 1, executions: 1, trace });

describe("firstDivergence", () => {
  const [first, second] = [
    { event: "item", item: "a" },
    { event: "check", n: 1, cursor: { at: [1] } },
  ];

  it("finds none between equal runs; null is the same as nothing", () => {
    expect(firstDivergence(run(first), run(first), asIs)).toBeUndefined();
    expect(firstDivergence(run({ event: "log", step: null }), run({ event: "log" }), asIs)).toBeUndefined();
  });

  it.each<[string, ObservedRun, number, string, string]>([
    ["another event", run(first, first), 1, "check", "item"],
    ["another payload, however deep", run(first, { ...second, cursor: { at: [2] } }), 1, "check", "check"],
    ["an event that is missing", run(first), 1, "check", "none"],
    ["an event too many", run(first, second, first), 2, "none", "item"],
    ["a field too many", run({ ...first, more: 1 }, second), 0, "item", "item"],
    ["other counts", { ...run(first, second), checks: 2 }, 2, "none", "none"],
    ["another outcome", { ...run(first, second), outcome: "failed" }, 2, "none", "none"],
  ])("finds %s", (_name, ours, index, theirs, name) => {
    const found = firstDivergence(run(first, second), ours, asIs);
    expect([found?.index, found?.theirs[0]?.event ?? "none", found?.ours[0]?.event ?? "none"]).toEqual([
      index,
      theirs,
      name,
    ]);
  });

  it("shows the place, with what comes before it", () => {
    expect(firstDivergence(run(first, second), run(first), asIs)?.text).toBe(
      [
        "event 2 differs:",
        '    both    item {"item":"a"}',
        '    theirs  check {"n":1,"cursor":{"at":[1]}}',
        "    ours    (the trace has ended)",
      ].join("\n"),
    );
  });
});

describe("judge", () => {
  const heldBy = [{ file: "test/conformance/rails-differences.test.ts", title: "advance refuses a string" }];
  const fork = firstDivergence(run({ event: "item" }), run(), asIs);
  const meant: Rule<{ readonly index: number }> = {
    name: "stops early",
    kind: "deliberate",
    what: "stops early",
    why: "for a test",
    heldBy,
    applies: ({ index }) => index === 0,
    rest: { compares: "nothing", problem: () => undefined },
  };

  const suiteOf = (rules: Suite["rules"], differs: boolean): Suite => ({
    name: "small",
    library: "small",
    file: "none",
    rules,
    run: async () => [
      { interruptAt: [], fork: undefined },
      { interruptAt: [1], fork: differs ? fork : undefined },
    ],
  });

  /** The judgement on a scenario of two runs, of which the first matches and the second differs if `differs`. */
  const judged = (rules: Suite["rules"], differs: boolean) =>
    judge(suiteOf(rules, differs), { id: "one", description: "", job: undefined as never, runs: [] });

  it("passes a scenario that matches", async () => {
    expect(await judged([meant], false)).toMatchObject({ verdict: "matched", runs: 2, matched: 2, problems: [] });
  });

  it("fails one that differs when no rule applies, and says in which run", async () => {
    for (const rules of [[], [{ ...meant, applies: () => false }]]) {
      const report = await judged(rules, true);
      expect(report).toMatchObject({ verdict: "failed", matched: 1, failed: 1, rules: [] });
      expect(report.problems.join()).toMatch(/^stopped at \[1\]: event 1 differs/);
    }
  });

  it("passes one that differs as a rule says", async () => {
    expect(await judged([meant], true)).toMatchObject({
      verdict: "deliberate",
      matched: 1,
      deliberate: 1,
      rules: ["stops early"],
      problems: [],
    });
    expect(await judged([{ ...meant, kind: "ruby only" as const }], true)).toMatchObject({
      verdict: "ruby only",
      rubyOnly: 1,
      deliberate: 0,
      problems: [],
    });
  });

  it("fails one that differs as a rule says, and is wrong in what is still compared", async () => {
    const rest = { compares: "all", problem: () => "an item is lost" };
    const report = await judged([{ ...meant, rest }], true);
    expect(report).toMatchObject({ verdict: "failed", matched: 1, deliberate: 0, failed: 1 });
    expect(report.problems.join()).toContain("by the rule 'stops early', but an item is lost");
  });

  it.each<[string, Partial<Rule<unknown>>, boolean, string]>([
    ["applies to no run", {}, false, "applies to no run of none"],
    ["names a test that is not there", { heldBy: [{ ...heldBy[0]!, title: "no such" }] }, true, "has no such test"],
    ["names a file that is not there", { heldBy: [{ ...heldBy[0]!, file: "gone.ts" }] }, true, "has no such test"],
    ["names no test", { heldBy: [] }, true, "names no test that holds ours"],
    ["is said to be unrecorded and is not", { unrecorded: "the code" }, true, "need not say how else"],
  ])("finds a rule that %s", async (_name, part, differs, words) => {
    const rules = [{ ...meant, ...part }];
    expect(staleness(suiteOf(rules, differs), [await judged(rules, differs)]).join("\n")).toContain(words);
  });

  it("finds no fault with a rule that applies, nor with one that says how it is known otherwise", async () => {
    const rules = [meant, { ...meant, name: "never", unrecorded: "the code of theirs", applies: () => false }];
    expect(staleness(suiteOf(rules, true), [await judged(rules, true)])).toEqual([]);
  });
});

const folder = mkdtempSync(join(tmpdir(), "conformance-"));

function fileOf(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** A recording, unpacked, of a job that does nothing, as another machine might have made it. */
const otherRecording = (label: string) => ({
  meta: { library: "ActiveJob::Continuation (rails/rails)", version: "9", commit: "" },
  scenarios: [
    {
      id: "other",
      description: "logs a word",
      job: { perform: [{ op: "log", label: "word" }] },
      runs: [
        {
          interrupt_at: [],
          outcome: "completed",
          checks: 0,
          executions: 1,
          trace: [
            {
              event: "enqueued",
              delay: null,
              payload: {
                continuation: { completed: [] },
                resumptions: 0,
                executions: 0,
                queue_name: "default",
                priority: null,
              },
            },
            { event: "execution", n: 1 },
            { event: "perform_started", execution: 1 },
            { event: "log", label },
            { event: "job_completed" },
          ],
        },
      ],
    },
  ],
});

describe("KATA_CONFORMANCE", () => {
  it("adds recordings, each to the suite that its meta.library names", () => {
    const files = [fileOf("a.json", otherRecording("word")), fileOf("b.json", otherRecording("word"))];
    const added = readAll(suites, files.join(", ")).slice(suites.length);
    expect(added.map(({ suite, file }) => [suite.name, file])).toEqual(files.map((f) => ["Rails Continuation", f]));
  });

  it.each<[string, string, RegExp]>([
    ["is missing", join(folder, "missing.json"), /missing\.json cannot be read: ENOENT/],
    ["is no JSON", fileOf("text.json", "not { json"), /text\.json cannot be read: /],
    ["is no recording", fileOf("empty.json", {}), /empty\.json cannot be read: it is no recording/],
    [
      "is of another library",
      fileOf("sidekiq.json", { meta: { library: "Sidekiq" }, scenarios: [] }),
      /sidekiq\.json was recorded from 'Sidekiq'\. Its meta\.library should contain 'ActiveJob::Continuation'/,
    ],
  ])("says so when a file %s", (_name, file, message) => {
    expect(() => readAll(suites, file)).toThrow(message);
  });
});

// Over one recording of its own; npm run conformance, a stage of CI, judges all of them.
describe("npm run conformance", () => {
  const judged = (name: string, label: string) =>
    judgeAll(readAll(suites, fileOf(name, otherRecording(label))).slice(suites.length));

  it("prints a table, and finds nothing when every run matches", async () => {
    const { page, problems } = await judged("good.json", "word");
    expect(page).toMatch(/recording +scenarios +runs +matched +deliberate +ruby only +failed\n/);
    expect(page).toMatch(/good\.json +1 +1 +1 +0 +0 +0\n/);
    expect(page).toMatch(/\n\nDifferent on purpose, by rule:\n[^]*\na string to advance \(deliberate; 0 runs\)\n/);
    expect(problems).not.toContain("theirs");
  });

  it("shows the difference when one does not", async () => {
    const { page, problems } = await judged("bad.json", "another word");
    expect(page).toMatch(/bad\.json +1 +1 +0 +0 +0 +1\n/);
    expect(problems).toContain('theirs  log {"label":"another word"}\n    ours    log {"label":"word"}');
  });
});
