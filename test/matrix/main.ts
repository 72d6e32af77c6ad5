// npm run matrix: measures all lessons anew, whatever is kept, and writes the tables and the fingerprints for the diagnosis.
// With --check nothing is written, and it ends with 1 when what is kept is out of date.
import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { registerFreshModules } from "#simulation/modules";
import { lessonsWithMistakes } from "../wrong-solutions/subjects.ts";
import { catalogueFile, catalogueText } from "./catalogue.ts";
import { engineHash } from "./content-hash.ts";
import { type LessonMeasurement, measureLesson } from "./measure-lesson.ts";
import { type Measured, measureAnew, measuredFile, measuredText } from "./measured.ts";
import { matrixFile, matrixPage } from "./page.ts";

// A process of ours that measures one lesson is told which.
const [word] = process.argv.slice(2);
if (process.send && word !== undefined) {
  // The mistakes and the solutions are read later, by import().
  registerFreshModules();
  // A promise that a mistake leaves behind may fail when nobody listens: that is its own matter, and the run tells of it.
  process.on("unhandledRejection", () => {});
  process.send(await measureLesson(word));
  process.disconnect();
} else {
  await measureAll(word === "--check");
}

async function measureAll(onlyCheck: boolean): Promise<void> {
  const lessons = lessonsWithMistakes();
  // Before the minutes in which somebody may go on editing.
  const engine = engineHash();
  const measurements = await measureSideBySide(lessons);
  const byLesson = <Value>(value: (one: LessonMeasurement) => Value): Readonly<Record<string, Value>> =>
    Object.fromEntries(lessons.map((lesson, place) => [lesson, value(measurements[place] as LessonMeasurement)]));
  const measured: Measured = { engine, lessons: byLesson((one) => one.measured) };
  const page = await matrixPage(measured);
  const files = {
    [measuredFile]: measuredText(measured),
    [matrixFile]: page,
    [catalogueFile]: catalogueText(byLesson((one) => one.catalogue)),
  };
  if (onlyCheck) {
    const old = Object.entries(files).filter(([file, text]) => readFileSync(file, "utf8") !== text);
    for (const [file] of old) console.error(`${file} is out of date. ${measureAnew}`);
    process.exitCode = old.length > 0 ? 1 : 0;
  } else {
    for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  }
  console.log(page);
}

/** As many lessons at once as there are processors. */
async function measureSideBySide(lessons: readonly string[]): Promise<readonly LessonMeasurement[]> {
  const found: LessonMeasurement[] = [];
  const waiting = [...lessons.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [place, lesson] = next;
      found[place] = await measureApart(lesson);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found;
}

function measureApart(lesson: string): Promise<LessonMeasurement> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [lesson]);
    child.once("message", (measurement) => resolve(measurement as LessonMeasurement));
    child.once("exit", (code) => reject(new Error(`Measuring ${lesson} ended with ${code}, and no result.`)));
  });
}
