// What the programs of the kata share, and npm run lesson, with what surrounds a process as parameters.
import {
  columnsOf,
  type Flags,
  type Ink,
  inkFor,
  nearest,
  printed,
  readCommandLine,
  shown,
  UsageError,
} from "#terminal";
import { afterthoughtsOn } from "./afterthoughts.ts";
import { Diagnoser } from "./diagnosis.ts";
import { finishChanges } from "./exercises.ts";
import { askForSentences, SENTENCES } from "./frame-forms.ts";
import { likeLines } from "./frame.ts";
import { LessonRunner, WATCHDOG_MS } from "./lesson-runner.ts";
import { chooseLesson, findLessons, type Lesson } from "./lessons.ts";
import { verdictPage } from "./page.ts";
import { keepPicture } from "./picture.ts";
import { ProgressFile } from "./progress.ts";
import { keepStatus } from "./status.ts";
import type { Surroundings } from "./surroundings.ts";
import { isSolved, type Verdict } from "./verdict.ts";

/** The exit codes of a verdict. A question that has no answer ends like misuse. */
export const GREEN = 0;
export const RED = 1;
export { MISUSE } from "#terminal";

export const NPM_START = "npm start, in a terminal: a verdict after each save.";

const LESSON_FLAGS = { all: { kind: "switch" }, html: { kind: "file" }, ...SENTENCES } as const satisfies Flags;

/**
 * npm run lesson 3: one lesson's page, once.
 * @param commandLine which lesson, --all to see every failing spec, --html FILE for a picture of the first
 * @returns the exit code: 0 green, 1 red
 * @throws UsageError when no such lesson exists, a word or a flag is too many, or the picture cannot be written
 * @throws when vitest cannot be started
 */
export async function showLesson(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, output, environment } = surroundings;
  const usage = { flags: LESSON_FLAGS, command: "npm run lesson 3", mostWords: 1 };
  const { words, flags, help } = readCommandLine(commandLine, environment, usage);
  if (help) return say(output, LESSON_HELP, GREEN);
  askForSentences(flags, environment);
  const lessons = lessonsIn(root);
  return runOnce(surroundings, lessons, lessonMeant(lessons, words[0], "npm run lesson 3"), flags);
}

/**
 * Runs the specs of a lesson and prints its page, and below it what takes longer to know.
 * @param how.all whether every failing spec is shown
 * @param how.html where a picture of the first failing spec is written to
 * @returns the exit code: 0 green, 1 red
 * @throws UsageError when the picture cannot be written
 */
export async function runOnce(
  surroundings: Surroundings,
  lessons: readonly Lesson[],
  lesson: Lesson,
  { all, html }: { readonly all: boolean; readonly html?: string | undefined },
): Promise<number> {
  const { root, output, environment } = surroundings;
  // The thread of the specs inherits the environment: the picture has to be drawn where the run is.
  if (html !== undefined) environment["KATA_HTML"] = `Lesson ${lesson.number} · ${lesson.title}`;
  const verdict = await verdictOn(lesson, runnerIn(surroundings), { all });
  whereAllowed(() => new ProgressFile(root).note(verdict));
  tellBoard(surroundings, lessons);
  const kept = html === undefined ? { lines: [] } : await keepPicture(verdict, html);
  if (kept.refused !== undefined) throw new UsageError(kept.refused);
  const page = [...verdictPage(verdict, { ink: inkFor(output, environment), all }), ...kept.lines];
  return isSolved(verdict) ? sayGreen(surroundings, verdict, page) : sayRed(surroundings, verdict, page, RED);
}

const LESSON_HELP: readonly string[] = [
  "npm run lesson 3                      runs one lesson once",
  "npm run lesson 3 -- --all             shows every failing spec",
  "npm run lesson 3 -- --sentences       tells runs in sentences, for a screen reader",
  "npm run lesson 3 -- --html run.html   keeps a picture of the first one",
];

/** Prints the page at once, and what else is to be said when that is known. */
async function sayGreen({ root, output }: Surroundings, verdict: Verdict, page: readonly string[]): Promise<number> {
  await say(output, page, GREEN);
  const more = await afterthoughtsOn(verdict, root);
  return more.length === 0 ? GREEN : say(output, ["", ...more], GREEN);
}

/** Prints the page at once, what the exercise looks like when that is known, and where there is help. */
export async function sayRed(
  { output, environment }: Surroundings,
  verdict: Verdict,
  page: readonly string[],
  code: number,
): Promise<number> {
  await say(output, page, code);
  const like = await new Diagnoser().diagnose(verdict);
  const lines = like === undefined ? [] : ["", ...likeLines(like)];
  return say(output, [...lines, "", ...furtherHelp(verdict.lesson, inkFor(output, environment))], code);
}

/**
 * The lessons, with what a killed reset or catch-up has begun.
 * @throws UsageError when there are none
 */
export function lessonsIn(root: string): Lesson[] {
  // Where it cannot be written, it is left to the next program.
  whereAllowed(() => finishChanges(root));
  const lessons = findLessons(root);
  if (lessons.length > 0) return lessons;
  throw new UsageError(`There are no lessons in ${root}. Start the kata in the folder of its repository.`);
}

/**
 * The lesson that somebody means.
 * @param example how to name one
 * @throws UsageError when they name none, or none that there is
 */
export function lessonMeant(lessons: readonly Lesson[], wanted: string | undefined, example: string): Lesson {
  const lesson = wanted === undefined ? undefined : chooseLesson(lessons, wanted);
  if (lesson) return lesson;
  const width = Math.max(...lessons.map(({ name }) => name.length));
  const choice = lessons.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`);
  if (wanted === undefined) throw new UsageError(`Which lesson? ${example}, for example.`, choice);
  const names = lessons.flatMap(({ name }) => [name, name.replace(/^\d+-/, "")]);
  const near = /^\d+$/.test(wanted) ? undefined : nearest(wanted, names);
  const question = near === undefined ? "" : ` Did you mean ${near}?`;
  throw new UsageError(`There is no lesson ${shown(wanted)}.${question}`, choice);
}

/** Keeps where the learner is for whoever looks on. */
export function tellBoard(
  { root, environment, now = () => new Date() }: Surroundings,
  lessons: readonly Lesson[],
): void {
  whereAllowed(() => keepStatus({ root, lessons, environment, now: now() }));
}

/** What is kept is no reason to fail: in a folder that cannot be written to, specs run all the same. */
export function whereAllowed(work: () => void): void {
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

export function runnerIn({ root, environment, runner }: Surroundings): LessonRunner {
  return runner ?? new LessonRunner({ root, watchdogMs: watchdogOf(environment) });
}

/** @throws UsageError when KATA_WATCHDOG_MS is no time */
export function watchdogOf({ KATA_WATCHDOG_MS: set }: NodeJS.ProcessEnv): number {
  if (!set) return WATCHDOG_MS;
  if (/^\d+$/.test(set) && Number(set) > 0) return Number(set);
  throw new UsageError(
    `KATA_WATCHDOG_MS is ${shown(set)}: set it to whole milliseconds, such as 20000, or not at all.`,
  );
}

export async function verdictOn(
  lesson: Lesson,
  runner: LessonRunner,
  options?: Parameters<LessonRunner["run"]>[1],
): Promise<Verdict> {
  const verdict = await runner.run(lesson, options);
  if (!verdict) throw new Error("The run was abandoned, although nobody can have asked for that.");
  return verdict;
}

/** In the terminal there are keys for this. */
function furtherHelp({ number }: Lesson, ink: Ink): string[] {
  return [
    `npm run kata -- hint ${number}: a hint. npm run lesson ${number} -- --all: every failing spec.`,
    NPM_START,
  ].map((line) => ink.faint(line));
}

/** Resolves when the text has left the process: a pipe may still hold it when exit() is called. */
export async function say(output: NodeJS.WriteStream, lines: readonly string[], code: number): Promise<number> {
  return new Promise((resolve) => output.write(printed(lines, columnsOf(output)), () => resolve(code)));
}
