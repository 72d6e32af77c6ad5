// Exercises that hang, in real threads of a real vitest: each takes seconds of the processor's time before it is called endless.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LessonRunner } from "../../src/kata/lesson-runner.ts";
import { findLessons, type Lesson } from "../../src/kata/lessons.ts";
import { lessonFiles, makeRepository, removeRepository } from "../kata/fixture-repository.ts";
import { OpenKata } from "../kata/open-kata.ts";

const GREEN = "export const answer = async () => 2;\n";

describe("a run that hangs", () => {
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

  test("ends a synchronous endless loop, and goes on with the same vitest", async () => {
    // The line of the loop is asked for in kata.test.ts: Node tells it to the main thread of a process only.
    const impatient = new LessonRunner({ root, watchdogMs: 2_500 });
    save("export async function answer() {\n  for (;;);\n}\n");
    expect(await impatient.run(lesson)).toMatchObject({ total: 3, failures: [{ kind: "hung", seconds: 2.5 }] });
    save(GREEN);
    expect(await impatient.run(lesson)).toMatchObject({ green: 3, failures: [] });
    await impatient.close();
  });

  test("ends the run at the first spec that waits for what never comes, and keeps what came before", async () => {
    save("export const answer = () => new Promise(() => {});\n");
    expect(await runner.run(lesson)).toMatchObject({
      green: 1,
      total: 3,
      failures: [{ kind: "never-settled", spec: "answers with two", seconds: 3 }],
    });
    save(GREEN);
    expect(await runner.run(lesson)).toMatchObject({ green: 3, failures: [] });
  });

  test("is explained, and ends with 1: endless microtasks", async () => {
    save("export async function answer() {\n  for (;;) await null;\n}\n");
    const impatient = new OpenKata(root, { watchdogMs: 3_000 });
    const { code, output } = await impatient.lesson("1");
    await impatient.close();
    expect(output).toContain("There was no result for 3 seconds");
    expect(output).toContain("Look at the loop");
    expect(code).toBe(1);
  });
});
