// The judge of the recorded runs, judged: it sees each kind of difference, and does not let the list of them go stale.
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { firstDivergence, type ObservedRun } from "./compare.ts";
import type { RecordedEvent } from "./recording.ts";
import { type Difference, judge, type Suite } from "./suite.ts";
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
    ["an event that is missing", run(first), 1, "check", "end"],
    ["an event too many", run(first, second, first), 2, "end", "item"],
    ["a field too many", run({ ...first, more: 1 }, second), 0, "item", "item"],
    ["other counts", { ...run(first, second), checks: 2 }, 2, "counts", "counts"],
    ["another outcome", { ...run(first, second), outcome: "failed" }, 2, "counts", "counts"],
  ])("finds %s", (_name, ours, index, theirs, name) => {
    expect(firstDivergence(run(first, second), ours, asIs)).toMatchObject({ index, theirs, ours: name });
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
  const heldBy = { file: "test/conformance/rails-differences.test.ts", title: "advance refuses a string" };
  const meant: Difference = {
    scenario: "one",
    kind: "deliberate",
    theirs: "item",
    ours: "end",
    what: "stops early",
    why: "for a test",
    heldBy,
  };

  /** The judgement on a scenario of two runs, of which the first matches and the second differs if `differs`. */
  async function judged(differences: readonly Difference[], differs: boolean) {
    const divergence = { index: 0, theirs: "item", ours: "end", text: "event 1 differs" };
    const suite: Suite = {
      name: "small",
      library: "small",
      file: "none",
      differences,
      run: async () => [
        { interruptAt: [], divergence: undefined },
        { interruptAt: [1], divergence: differs ? divergence : undefined },
      ],
    };
    return await judge(suite, { id: "one", description: "", job: undefined as never, runs: [] });
  }

  it("passes a scenario that matches", async () => {
    expect(await judged([], false)).toMatchObject({ verdict: "matched", runs: 2, matched: 2, problems: [] });
  });

  it("fails one that differs and is not in the list, and says in which run", async () => {
    const report = await judged([], true);
    expect(report).toMatchObject({ verdict: "failed", matched: 1, failed: 1 });
    expect(report.problems).toEqual(["stopped at [1]: event 1 differs"]);
  });

  it("passes one that differs as the list says", async () => {
    expect(await judged([meant], true)).toMatchObject({
      verdict: "deliberate",
      matched: 1,
      deliberate: 1,
      problems: [],
    });
    const { heldBy: _test, ...ruby } = { ...meant, kind: "ruby only" as const };
    expect(await judged([ruby], true)).toMatchObject({
      verdict: "ruby only",
      rubyOnly: 1,
      deliberate: 0,
      problems: [],
    });
  });

  it.each<[string, Difference, boolean, string]>([
    ["differs in another way than the list says", { ...meant, ours: "check" }, true, "event 1 differs"],
    ["is in the list and does not differ", meant, false, "no run differs"],
    ["names a test that is not there", { ...meant, heldBy: { ...heldBy, title: "no such" } }, true, "has no such test"],
    ["names a file that is not there", { ...meant, heldBy: { ...heldBy, file: "gone.ts" } }, true, "has no such test"],
  ])("fails one that %s", async (_name, difference, differs, words) => {
    const { verdict, problems } = await judged([difference], differs);
    expect(verdict).toBe("failed");
    expect(problems.join("\n")).toContain(words);
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

describe("npm run conformance", () => {
  const main = (extra: string) =>
    new Promise<{ readonly code: number; readonly text: string }>((resolve) => {
      const args = ["--import", "tsx", "test/conformance/main.ts"];
      const env = { ...process.env, KATA_CONFORMANCE: extra };
      execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, text: stdout + stderr }),
      );
    });

  it("prints a table of all recordings and ends with 0 when every run matches", async () => {
    const { code, text } = await main(fileOf("good.json", otherRecording("word")));
    expect(text).toMatch(/recording +scenarios +runs +matched +deliberate +ruby only +failed/);
    expect(text).toMatch(/Rails Continuation +82 +557 +\d+ +\d+ +\d+ +0\n/);
    expect(text).toMatch(/good\.json +1 +1 +1 +0 +0 +0\n/);
    expect(code).toBe(0);
  });

  it("ends with 1 and shows the difference when one does not", async () => {
    const { code, text } = await main(fileOf("bad.json", otherRecording("another word")));
    expect(text).toMatch(/bad\.json +1 +1 +0 +0 +0 +1\n/);
    expect(text).toContain('theirs  log {"label":"another word"}\n    ours    log {"label":"word"}');
    expect(code).toBe(1);
  });

  it("ends with 1 and one sentence when a file cannot be read", async () => {
    const { code, text } = await main(join(folder, "missing.json"));
    expect(text).toMatch(/^The recording .*missing\.json cannot be read: ENOENT.*\n$/);
    expect(code).toBe(1);
  });
});
