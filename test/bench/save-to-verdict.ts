// From a save to a verdict, as the loop has it: one vitest that stays open, and an exercise that changes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LessonRunner } from "../../src/kata/lesson-runner.ts";
import { findLessons } from "../../src/kata/lessons.ts";
import { copyRepository, removeRepository } from "../kata/fixture-repository.ts";
import { median } from "./measure.ts";
import type { Row } from "./table.ts";

const saves = 24;
/** What a learner has at the beginning, in the middle, and at the end. */
const exercises: Readonly<Record<string, (solution: string) => string>> = {
  "not written yet": (solution) =>
    solution.replace("await job.step", 'throw new Error("Not written yet.");\n    await job.step'),
  "red in the middle: no key": (solution) => solution.replace(", { key: `charge:${order.id}` }", ""),
  green: (solution) => solution,
};

/** Milliseconds of a run after each of 24 saves, lesson 03; the debounce of the watch comes on top. */
export async function saveToVerdict(solution: string): Promise<readonly Row[]> {
  const root = copyRepository("03-cursors", solution);
  const runner = new LessonRunner({ root });
  const [lesson] = findLessons(root);
  if (!lesson) throw new Error("The copy has no lesson.");
  const rows: Row[] = [];
  for (const [name, written] of Object.entries(exercises)) {
    const times: number[] = [];
    let specs = "";
    for (let save = -1; save < saves; save += 1) {
      writeFileSync(join(lesson.folder, "exercise.ts"), `${written(solution)}// save ${save}\n`);
      const begin = performance.now();
      const verdict = await runner.run(lesson);
      if (save >= 0) times.push(performance.now() - begin);
      specs = `${verdict?.green} of ${verdict?.total} green`;
    }
    rows.push({ exercise: name, specs, "median of 24 saves": `${median(times).toFixed(0)} ms` });
  }
  await runner.close();
  removeRepository(root);
  return rows;
}
