// From a save to the verdict, as a learner waits for it: over 24 mistakes of lesson 03, its starter, and its solution.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LessonRunner } from "../../src/kata/lesson-runner.ts";
import { findLessons } from "../../src/kata/lessons.ts";
import { copyRepository, removeRepository } from "../kata/fixture-repository.ts";
import { mistakesOf } from "../wrong-solutions/subjects.ts";
import { type Row, whole } from "./table.ts";

const lessonName = "03-cursors";
const saves = 24;

/** Saves one text after another over the exercise in a copy of the repository, with the runner of the loop. */
export async function saveToVerdict(): Promise<readonly Row[]> {
  const read = (path: string): string => readFileSync(path, "utf8");
  const [starter, right] = [read(`lessons/${lessonName}/exercise.ts`), read(`solutions/${lessonName}/exercise.ts`)];
  // A mistake borrows what is right from the solution.
  const borrowed = "../../../solutions/";
  const wrong = mistakesOf(lessonName)
    .slice(0, saves)
    .map(({ path }) => read(path).replaceAll(borrowed, borrowed.slice("../".length)));
  const root = copyRepository(lessonName, starter);
  const runner = new LessonRunner({ root });
  const lesson = findLessons(root).find(({ name }) => name === lessonName);
  if (!lesson) throw new Error(`There is no lesson ${lessonName}.`);
  const took = async (texts: readonly string[]): Promise<readonly number[]> => {
    const times: number[] = [];
    for (const text of texts) {
      writeFileSync(join(lesson.folder, "exercise.ts"), text);
      const begin = performance.now();
      await runner.run(lesson);
      times.push(performance.now() - begin);
    }
    return times.toSorted((one, other) => one - other);
  };
  try {
    // The first runs of a loop compile what all later ones use.
    await took([starter, right]);
    return [
      row("the starter: its first spec fails", await took(repeated(starter))),
      row(`${wrong.length} mistakes: up to the spec that fails`, await took(wrong)),
      row("the solution: every spec and every proof", await took(repeated(right))),
    ];
  } finally {
    await runner.close();
    removeRepository(root);
  }
}

const row = (save: string, times: readonly number[]): Row => ({
  save,
  least: `${whole(times[0] as number)} ms`,
  median: `${whole(times[Math.floor(times.length / 2)] as number)} ms`,
  most: `${whole(times.at(-1) as number)} ms`,
});

/** Each time with another last line, as a save has. */
const repeated = (text: string): readonly string[] => Array.from({ length: 5 }, (_, turn) => `${text}\n// ${turn}\n`);
