// One runner over several runs, with a real vitest: what it remembers, and what it survives.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LessonRunner } from "../../src/kata/lesson-runner.ts";
import { findLessons, type Lesson } from "../../src/kata/lessons.ts";
import { isSolved } from "../../src/kata/verdict.ts";
import { endRun, openVitest } from "../../src/kata/vitest-instance.ts";
import { watchFolder } from "../../src/kata/watch-folder.ts";
import { lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";

const GREEN = "export const answer = async () => 2;\n";

describe("a lesson runner", { timeout: 120_000 }, () => {
  let root = "";
  let runner: LessonRunner;
  let lesson: Lesson;
  const save = (text: string): void => writeFileSync(join(lesson.folder, "exercise.ts"), text);

  beforeAll(() => {
    root = makeRepository(lessonFiles("01-one", GREEN));
    lesson = findLessons(root)[0]!;
    runner = new LessonRunner({ root, watchdogMs: 20_000 });
  });
  beforeEach(() => save(GREEN));
  afterAll(async () => {
    await runner.close();
    removeRepository(root);
  });

  it("sees each save", async () => {
    expect(await runner.run(lesson)).toMatchObject({ green: 3, total: 3, failures: [] });
    save("export const answer = async () => 3;\n");
    const first = { kind: "assertion", spec: "answers with two", expected: "2", received: "3" };
    expect(await runner.run(lesson)).toMatchObject({ green: 1, total: 3, failures: [first] });
    save(GREEN);
    expect(await runner.run(lesson)).toMatchObject({ green: 3, failures: [] });
  });

  it("ends at the first spec that fails, unless all are asked for", async () => {
    save("let calls = 0;\nexport const answer = async () => {\n  console.log('call', ++calls);\n  return 3;\n};\n");
    const short = await runner.run(lesson);
    expect(short).toMatchObject({ green: 1, total: 3, failures: [{ spec: "answers with two" }], printed: ["call 1"] });
    expect(short?.specs).toHaveLength(3);
    const whole = await runner.run(lesson, { all: true });
    expect(whole).toMatchObject({ failures: [{ spec: "answers with two" }, { spec: "answers again" }] });
    expect((await runner.run(lesson))?.failures).toHaveLength(1);
  });

  it("sees a deletion and a restoration", async () => {
    rmSync(join(lesson.folder, "exercise.ts"));
    expect(await runner.run(lesson)).toMatchObject({ failures: [{ kind: "missing-file", file: "exercise.ts" }] });
    save(GREEN);
    expect(await runner.run(lesson)).toMatchObject({ green: 3, failures: [] });
  });

  it("ends a run that is not wanted any more, however it hangs", async () => {
    save("export async function answer() {\n  console.log('here');\n  for (;;) await null;\n}\n");
    const run = runner.run(lesson);
    const early = setInterval(() => runner.abandon(), 50);
    expect(await run).toBeUndefined();
    clearInterval(early);
    save(GREEN);
    expect(await runner.run(lesson)).toMatchObject({ green: 3, failures: [] });
  });

  it("can use a vitest again whose thread it had to end", async () => {
    // The exercise tells by a file that its loop has begun: before that, vitest itself can still end the thread.
    save(`import { writeFileSync } from "node:fs";
export async function answer() {
  writeFileSync(new URL("./begun.ts", import.meta.url), "");
  for (;;);
}
`);
    const { vitest } = await openVitest(root, { progress: () => {}, spec: () => {}, log: () => {} });
    const specification = vitest.projects[0]!.createSpecification(join(lesson.folder, "exercise.spec.ts"));
    const begun = new Promise<void>((resolve) => {
      const unwatch = watchFolder(lesson.folder, () => {
        if (!existsSync(join(lesson.folder, "begun.ts"))) return;
        unwatch();
        resolve();
      });
    });
    const run = vitest.runTestSpecifications([specification]);
    await begun;
    expect(await endRun(vitest, run)).toBe(true);
    await vitest.close();
  });

  it("keeps what the exercise printed during the first failing spec", async () => {
    save("let n = 0;\nexport async function answer() {\n  console.log('call', ++n);\n  return 3;\n}\n");
    expect(await runner.run(lesson)).toMatchObject({ printed: ["call 1"] });
  });

  it("finds a promise that nobody awaits, although every spec is green", async () => {
    save("export async function answer() {\n  void Promise.reject(new Error('lost'));\n  return 2;\n}\n");
    const verdict = await runner.run(lesson);
    expect(verdict).toMatchObject({
      green: 3,
      failures: [{ kind: "unhandled", message: "lost", place: { line: 2 } }, {}],
    });
    expect(isSolved(verdict!)).toBe(false);
  });

  it("takes a spec that is skipped for not green", async () => {
    const spec = join(lesson.folder, "exercise.spec.ts");
    const written = lessonFiles("01-one", GREEN)["lessons/01-one/exercise.spec.ts"]!;
    writeFileSync(spec, written.replace('it("answers again"', 'it.skip("answers again"'));
    expect(await runner.run(lesson)).toMatchObject({
      green: 2,
      total: 3,
      failures: [{ kind: "skipped", spec: "answers again", count: 1 }],
    });
    writeFileSync(spec, 'import "vitest";\n');
    expect(await runner.run(lesson)).toMatchObject({ green: 0, total: 0, failures: [{ kind: "no-specs" }] });
    writeFileSync(spec, written);
  });
});
