// The rules about job-iteration are narrow: where the same events part without the condition, no rule applies, and what is left
// is compared.
import { describe, expect, it } from "vitest";
import type { IterationJob } from "./iteration-language.ts";
import type { IterationFork, RecordsBuild } from "./iteration-fork.ts";
import { iterationRules } from "./iteration-rules.ts";
import { isAfter, placeOf, stopsOf } from "./iteration-tree.ts";
import { performIteration } from "./iteration-run.ts";
import { jobIteration } from "./job-iteration.ts";
import { readRecording, type RecordedEvent, type Scenario } from "./recording.ts";

const { scenarios } = readRecording<IterationJob>(jobIteration.file);

const recorded = (id: string): Scenario<IterationJob> => {
  const scenario = scenarios.find((one) => one.id === id);
  if (!scenario) throw new Error(`There is no recording of ${id}.`);
  return scenario;
};

const five = ["a", "b", "c", "d", "e"];

// job-iteration drops as many items as are done: from a list that is shorter by then nothing is left, as from one that is done.
const shrunken: Scenario<IterationJob> = {
  ...recorded("array"),
  id: "array-shrinks",
  job: { ...recorded("array").job, build: { kind: "array", items: five, items_later: five.slice(0, 4) } },
  runs: recorded("array").runs.filter(({ interrupt_at }) => JSON.stringify(interrupt_at) === "[5]"),
};

/** Where a run of a recorded scenario parts from ours. */
async function forkOf(id: string, stopped: unknown): Promise<IterationFork> {
  const reports = await jobIteration.run((id === shrunken.id ? shrunken : recorded(id)) as never);
  const report = reports.find(({ interruptAt }) => JSON.stringify(interruptAt) === JSON.stringify(stopped));
  if (!report?.fork) throw new Error(`${id} does not part from the recording.`);
  return report.fork as IterationFork;
}

const ruleAt = (fork: IterationFork) => iterationRules.find((rule) => rule.applies(fork));

type Edit = (fork: IterationFork) => IterationFork;

const withBuild =
  (fields: Readonly<Record<string, unknown>>): Edit =>
  (fork) => ({ ...fork, job: { ...fork.job, build: { ...fork.job.build, ...fields } } });
const withFirst =
  (whose: "ours" | "theirs", fields: Readonly<Record<string, unknown>>): Edit =>
  (fork) => ({ ...fork, [whose]: [{ ...fork[whose][0], ...fields }, ...fork[whose].slice(1)] });
const withCursor =
  (whose: "ours" | "theirs", cursor_position: unknown): Edit =>
  (fork) =>
    withFirst(whose, { payload: { ...(fork[whose][0]?.["payload"] as object), cursor_position } })(fork);

const parent = "a parent without children";
const end = "the end of a parent in progress";
const tree = (...children: readonly (readonly string[])[]) => children.map((names, index) => [`g${index}`, names]);

describe("a near miss", () => {
  it.each<[rule: string, id: string, stopped: unknown, miss: string, edit: Edit]>([
    [
      parent,
      "nested-two-levels",
      [],
      "the next parent has a child",
      withBuild({ tree: tree(["a", "b"], ["c"], ["x"], ["d"]) }),
    ],
    [
      parent,
      "nested-two-levels",
      [],
      "the empty one comes later",
      withBuild({ tree: tree(["a", "b"], ["c", "x"], [], ["d"]) }),
    ],
    [parent, "nested-two-levels", [], "no tree at all", withBuild({ kind: "array", items: [] })],
    [parent, "nested-two-levels", [], "theirs asks too", withFirst("theirs", { event: "check" })],
    [
      parent,
      "nested-two-levels",
      [3],
      "an item instead of a question",
      withFirst("ours", { event: "item", item: "x" }),
    ],
    [end, "nested-error-retry-on", [], "the cursor has gone back", withCursor("ours", [null, 0])],
    [end, "nested-error-retry-on", [], "theirs has passed an item", withCursor("theirs", [0, 0])],
    [end, "nested-error-retry-on", [], "more differs than the cursor", withFirst("ours", { delay: 4 })],
    [
      end,
      "nested-error-retry-on",
      [],
      "the parent has another child",
      withBuild({ tree: tree(["a", "b", "x"], ["c"], [], ["d"]) }),
    ],
    [
      "two rows with one key",
      "records-columns-rank-only",
      [],
      "keys of their own",
      withBuild({ columns: ["rank", "id"] }),
    ],
    [
      "two rows with one key",
      "records-columns-rank-only",
      [],
      "the twin is gone",
      (fork) => {
        const rows = (fork.job.build as RecordsBuild).rows.filter(({ id }) => id !== 7);
        return withBuild({ rows })(fork);
      },
    ],
    [
      "two rows with one key",
      "records-columns-rank-only",
      [],
      "a query that begins after the first of the two",
      (fork) => ({ ...fork, before: [...fork.before, { event: "build_enumerator", cursor: 10 }] }),
    ],
    [
      "two rows with one key",
      "records-columns-rank-only",
      [],
      "another error",
      withFirst("ours", { error: { class: "EnumerationError" } }),
    ],
    ...[null, false, "skip_complete_callbacks", ["retry", 5]].map((value): [string, string, unknown, string, Edit] => [
      "an abort that means nothing",
      "abort-unexpected-value",
      [],
      `an abort that means something: ${JSON.stringify(value)}`,
      (fork) => ({ ...fork, before: [...fork.before.slice(0, -1), { event: "abort", value }] }),
    ]),
    [
      "an abort that means nothing",
      "abort-unexpected-value",
      [],
      "another error",
      withFirst("ours", { error: { class: "TypeError" } }),
    ],
    [
      "a list that is shorter than its cursor",
      "array-shrinks",
      [5],
      "as long as its cursor",
      withBuild({ items_later: five }),
    ],
    [
      "a list that is shorter than its cursor",
      "array-shrinks",
      [5],
      "a list that stays",
      withBuild({ items_later: undefined }),
    ],
  ])("of '%s' in %s %j falls under no rule: %s", async (rule, id, stopped, _miss, edit) => {
    const fork = await forkOf(id, stopped);
    expect(ruleAt(fork)?.name).toBe(rule);
    expect(ruleAt(edit(fork))?.name).toBeUndefined();
  });
});

describe("after the runs have parted", () => {
  const withTrace =
    (edit: (trace: readonly RecordedEvent[]) => readonly RecordedEvent[]): Edit =>
    (fork) => ({ ...fork, observed: { ...fork.observed, trace: edit(fork.observed.trace) } });
  const last = (trace: readonly RecordedEvent[]) => trace.findLastIndex(({ event }) => event === "item");

  it.each<[what: string, id: string, edit: Edit, words: string]>([
    [
      "an item that is lost",
      "nested-two-levels",
      withTrace((trace) => trace.toSpliced(last(trace), 1)),
      "the items are others",
    ],
    [
      "an item that is done twice",
      "nested-two-levels",
      withTrace((trace) => trace.toSpliced(last(trace), 0, trace[last(trace)]!)),
      "the items are others",
    ],
    [
      "another end",
      "nested-two-levels",
      (fork) => ({ ...fork, observed: { ...fork.observed, outcome: "failed" } }),
      "theirs ends finished, ours failed",
    ],
    [
      "a job that goes on although it was refused",
      "abort-unexpected-value",
      (fork) => ({ ...fork, ours: [fork.ours[0]!, { event: "on_shutdown" }, ...fork.ours.slice(1)] }),
      "ours goes on",
    ],
    [
      "a job that does not fail",
      "records-columns-rank-only",
      (fork) => ({ ...fork, ours: [fork.ours[0]!, { event: "job_finished" }] }),
      "ours does not end with KeyOrderError",
    ],
    [
      "a job that never ends",
      "nested-two-levels",
      (fork) => ({ ...fork, observed: { ...fork.observed, outcome: "endless" } }),
      "does not end",
    ],
  ])("%s is found", async (_what, id, edit, words) => {
    const fork = await forkOf(id, []);
    const rule = ruleAt(fork);
    expect(rule?.rest.problem(fork)).toBeUndefined();
    expect(rule?.rest.problem(edit(fork))).toContain(words);
  });

  it("a job whose doings depend on the number of the execution only has to end, when ours has another number", async () => {
    const fork = await forkOf("nested-error-retry-on", "every");
    const rule = ruleAt(fork);
    const lost = withTrace((trace) => trace.toSpliced(last(trace), 1))(fork);
    expect(rule?.rest.problem(lost)).toBeUndefined();
    const { fail: _fail, ...job } = lost.job;
    expect(rule?.rest.problem({ ...lost, job })).toContain("the items are others");
  });
});

describe("the place of a recorded cursor", () => {
  const nested = { kind: "nested", depth: 2, tree: tree(["a", "b"], [], ["c"]) } as const;

  it("is that of the last item, and the parents above it are those in progress", () => {
    expect(stopsOf(nested)).toEqual([
      { path: [0, 0], isLeaf: true },
      { path: [0, 1], isLeaf: true },
      { path: [1], isLeaf: false },
      { path: [2, 0], isLeaf: true },
    ]);
    expect(placeOf(undefined, nested)).toEqual([0, -1]);
    expect(placeOf([null, 1], nested)).toEqual([0, 1]);
    expect(placeOf([1, 0], nested)).toEqual([2, 0]);
    expect(placeOf([0, null], nested)).toEqual([1, -1]);
  });

  it("comes after what is before it", () => {
    expect(isAfter([0, 1], [0, 0])).toBe(true);
    expect(isAfter([0, 0], [0, 0])).toBe(false);
    expect(isAfter([1], [0, 1])).toBe(true);
    expect(isAfter([0], [0, -1])).toBe(true);
    expect(isAfter([0], [0, 0, -1])).toBe(true);
    expect(isAfter([0], [0, 0])).toBe(false);
    expect(isAfter([0], [0, 1, -1])).toBe(false);
  });
});

describe("a retry from the dead letters", () => {
  const job: IterationJob = {
    build: { kind: "array", items: five },
    fail: { item: "d", attempts: [2] },
    backend_retries: 1,
  };

  /** Ours, stopped once and retried once, and theirs: the same, but that it counts on. */
  async function forkOfRetried(counted: number): Promise<IterationFork> {
    const ours = await performIteration(job, [1]);
    const retried = ours.trace.findIndex(({ event }) => event === "backend_retry");
    const trace = ours.trace.map((one, index) =>
      index > retried && "times_interrupted" in one ? { ...one, times_interrupted: counted } : one,
    );
    const run = { ...ours, interrupt_at: [1], trace };
    const [report] = await jobIteration.run({ id: "retried", description: "", job, runs: [run] } as never);
    return report?.fork as IterationFork;
  }

  it("falls under its rule when theirs counts on, and only then", async () => {
    const fork = await forkOfRetried(1);
    expect(fork.theirs[0]?.event).toBe("resumed");
    expect(ruleAt(fork)?.name).toBe("a retry from the dead letters");
    expect(ruleAt(fork)?.rest.problem(fork)).toBeUndefined();
    expect(ruleAt(await forkOfRetried(2))).toBeUndefined();
    const notRetried = fork.before.filter(({ event }) => event !== "backend_retry");
    expect(ruleAt({ ...fork, before: notRetried })).toBeUndefined();
    expect(ruleAt(withFirst("ours", { cursor: 3 })(fork))).toBeUndefined();
    expect(ruleAt(fork)?.rest.problem({ ...fork, observed: { ...fork.observed, trace: [] } })).toContain(
      "items are others",
    );
  });

  it("falls under its rule when ours has its attempts anew, and not when it has used them up", async () => {
    const fork = await forkOfRetried(1);
    const retry_on = { error: "AppError", wait: 3, attempts: 2 };
    const error = { class: "AppError", message: "boom" };
    const tried: IterationFork = {
      ...fork,
      job: { ...job, options: { retry_on } },
      before: [...fork.before, { event: "iterated", cursor: 3, error }],
      theirs: [{ event: "raised", error }],
      ours: [{ event: "enqueued", delay: 3, payload: {} }],
    };
    expect(ruleAt(tried)?.name).toBe("a retry from the dead letters");
    const usedUp = [...tried.before, { event: "iterated", cursor: 3, error }];
    expect(ruleAt({ ...tried, before: usedUp })).toBeUndefined();
    expect(ruleAt({ ...tried, ours: [{ event: "enqueued", delay: 4, payload: {} }] })).toBeUndefined();
  });
});
