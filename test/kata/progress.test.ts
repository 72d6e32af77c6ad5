// The file of a learner's progress: what it knows holds as long as the files are the same, and a broken one loses nothing.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { claimLoop } from "../../src/kata/loop-claim.ts";
import type { Lesson } from "../../src/kata/lessons.ts";
import { ProgressFile } from "../../src/kata/progress.ts";
import { keepStatus } from "../../src/kata/status.ts";
import type { Verdict } from "../../src/kata/verdict.ts";

let root = "";
let lesson: Lesson;
let file: ProgressFile;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kata-progress-"));
  lesson = { number: 3, name: "03-cursors", folder: join(root, "lessons/03-cursors"), title: "Cursors" };
  mkdirSync(lesson.folder, { recursive: true });
  writeFileSync(join(lesson.folder, "exercise.ts"), "one");
  writeFileSync(join(lesson.folder, "exercise.spec.ts"), "spec");
  file = new ProgressFile(root);
});
afterEach(() => rmSync(root, { recursive: true }));

const red = (): Verdict => ({
  lesson,
  green: 3,
  total: 13,
  specs: [],
  failures: [{ kind: "broken-rule", spec: "goes on", frame: "✗" }],
  printed: [],
});

it("knows nothing without a file, and keeps what it is told", () => {
  expect(file.read()).toEqual({ lessons: {} });
  file.keep(lesson, { prediction: "2, and 1" });
  file.goTo(lesson);
  expect(new ProgressFile(root).read()).toEqual({
    here: "03-cursors",
    chosen: false,
    lessons: { "03-cursors": { prediction: "2, and 1" } },
  });
});

it.each(["exercise.ts", "exercise.spec.ts"])("forgets a verdict when %s has changed", (name) => {
  file.note(red());
  expect(file.verdictOf(lesson)).toMatchObject({ green: 3, total: 13, solved: false, spec: "goes on" });
  writeFileSync(join(lesson.folder, name), "two");
  expect(file.verdictOf(lesson)).toBeUndefined();
});

it.each([
  ["no JSON", "{"],
  ["another version", '{ "version": 2, "lessons": {} }'],
  ["no object", "[]"],
  ["null", "null"],
  ["lessons that are none", '{ "version": 1, "lessons": { "03-cursors": 7 } }'],
  ["nothing", ""],
])("puts a file with %s aside, twice too, and begins anew", (_what, text) => {
  for (const aside of ["progress.broken.json", "progress.broken-2.json"]) {
    mkdirSync(join(root, ".kata"), { recursive: true });
    writeFileSync(file.path, text);
    expect(file.read()).toEqual({ lessons: {} });
    expect(readFileSync(join(root, ".kata", aside), "utf8")).toBe(text);
  }
  file.goTo(lesson);
  expect(file.read().here).toBe("03-cursors");
  expect(readdirSync(join(root, ".kata")).toSorted()).toEqual([
    "progress.broken-2.json",
    "progress.broken.json",
    "progress.json",
  ]);
});

it("begins anew where a folder stands in its place, and knows nothing where .kata is a file", () => {
  mkdirSync(file.path, { recursive: true });
  expect(file.read()).toEqual({ lessons: {} });
  file.goTo(lesson);
  expect(file.read().here).toBe("03-cursors");
  rmSync(join(root, ".kata"), { recursive: true });
  writeFileSync(join(root, ".kata"), "");
  expect(file.read()).toEqual({ lessons: {} });
});

it("lets the solution be seen for good once a lesson was green", () => {
  file.note({ ...red(), failures: [] });
  writeFileSync(join(lesson.folder, "exercise.ts"), "changed");
  file.note(red());
  expect(file.of(lesson)).toMatchObject({ solutionOpen: true, verdict: { solved: false } });
});

it("tells a board where the learner is", () => {
  file.note(red());
  file.goTo(lesson);
  file.keep(lesson, { hints: { "goes on": 2, before: 1 } });
  keepStatus({ root, lessons: [lesson], environment: { KATA_LEARNER: "table 4" }, now: new Date(0) });
  expect(JSON.parse(readFileSync(join(root, ".kata/status.json"), "utf8"))).toEqual({
    version: 1,
    learner: "table 4",
    at: "1970-01-01T00:00:00.000Z",
    here: "03-cursors",
    lessons: [{ name: "03-cursors", title: "Cursors", green: 3, total: 13, solved: false, spec: "goes on", hints: 3 }],
  });
});

it("tells a second loop of the first one, as long as that is alive", () => {
  const first = claimLoop(root, process.pid);
  expect(first.note).toBeUndefined();
  expect(claimLoop(root, process.pid + 1).note).toBe(
    `Another npm start is open in this folder (process ${process.pid}): close one of them.`,
  );
  first.end();
  expect(claimLoop(root, process.pid + 1).note).toBeUndefined();
  // No process has the highest number that there is.
  writeFileSync(join(root, ".kata/loop.pid"), String(2 ** 31 - 1));
  expect(claimLoop(root, process.pid).note).toBeUndefined();
});
