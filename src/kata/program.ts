// The two programs, npm start and npm run lesson, with what surrounds a process as parameters.
import { Diagnoser } from "./diagnosis.ts";
import { likeLines } from "./frame.ts";
import { terminalInk as ink } from "./ink.ts";
import { LessonRunner, WATCHDOG_MS } from "./lesson-runner.ts";
import { chooseLesson, findLessons, type Lesson } from "./lessons.ts";
import { Loop } from "./loop.ts";
import { allSolvedPage, verdictPage } from "./page.ts";
import { keepPicture, readHtmlFlag } from "./picture.ts";
import { openTerminal } from "./terminal.ts";
import { isSolved, type Verdict } from "./verdict.ts";
import { watchFolder } from "./watch-folder.ts";

export interface Surroundings {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** KATA_WATCHDOG_MS: milliseconds without a result after which a run counts as hanging (default 10,000). */
  readonly environment: NodeJS.ProcessEnv;
  /** One that is open already; without it each program opens its own, and leaves it to the end of the process. */
  readonly runner?: LessonRunner;
}

/** Exit codes: a verdict of `npm run lesson` is one; a question that has no answer is the last. */
export const GREEN = 0;
export const RED = 1;
export const NO_LESSON = 2;

/**
 * npm start: the loop in a terminal; without one, the first unsolved lesson's page, once.
 * @returns the exit code: 0, red or green; 2 when there are no lessons
 * @throws when vitest cannot be started
 */
export async function start(surroundings: Surroundings): Promise<number> {
  const { root, input, output } = surroundings;
  const lessons = findLessons(root);
  if (lessons.length === 0) return say(output, noLessons(root), NO_LESSON);
  const runner = runnerIn(surroundings);
  if (input.isTTY && output.isTTY) {
    const parts = { runner, diagnoser: new Diagnoser(), terminal: openTerminal(input, output), watch: watchFolder };
    await new Loop({ lessons, ink, ...parts }).serve();
    return GREEN;
  }
  for (const lesson of lessons) {
    const verdict = await verdictOn(lesson, runner);
    if (!isSolved(verdict)) return sayRed(output, verdict, verdictPage(verdict, { ink }), GREEN);
  }
  return say(output, allSolvedPage(lessons, ink), GREEN);
}

/**
 * npm run lesson 3: one lesson's page, once.
 * @param words the command line: which lesson, --all to see every failing spec, --html FILE for a picture of the first
 * @returns the exit code: 0 green, 1 red, 2 when no such lesson exists or the picture cannot be written
 * @throws when vitest cannot be started
 */
export async function showLesson(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, output, environment } = surroundings;
  const lessons = findLessons(root);
  if (lessons.length === 0) return say(output, noLessons(root), NO_LESSON);
  const { words, html } = readHtmlFlag(commandLine);
  if (html === "")
    return say(output, ["--html has no file to write to: pass a name, as in --html run.html."], NO_LESSON);
  const wanted = words.find((word) => !word.startsWith("--"));
  const lesson = wanted === undefined ? undefined : chooseLesson(lessons, wanted);
  if (!lesson) return say(output, whichLesson(lessons, wanted, "npm run lesson 3"), NO_LESSON);
  // The thread of the specs inherits the environment: the picture has to be drawn where the run is.
  if (html !== undefined) environment["KATA_HTML"] = `Lesson ${lesson.number} · ${lesson.title}`;
  const verdict = await verdictOn(lesson, runnerIn(surroundings));
  const kept = html === undefined ? { lines: [] } : await keepPicture(verdict, html);
  if (kept.refused !== undefined) return say(output, [kept.refused], NO_LESSON);
  const page = [...verdictPage(verdict, { ink, all: words.includes("--all") }), ...kept.lines];
  return isSolved(verdict) ? say(output, page, GREEN) : sayRed(output, verdict, page, RED);
}

/** Prints the page at once, what the exercise looks like when that is known, and where there is help. */
async function sayRed(output: NodeJS.WriteStream, verdict: Verdict, page: readonly string[], code: number) {
  await say(output, page, code);
  const like = await new Diagnoser().diagnose(verdict);
  const lines = like === undefined ? [] : ["", ...likeLines(like)];
  return say(output, [...lines, "", ...furtherHelp(verdict.lesson)], code);
}

/** The lessons there are, for somebody who named none of them. */
export function whichLesson(lessons: readonly Lesson[], wanted: string | undefined, example: string): string[] {
  const sentence = wanted === undefined ? `Which lesson? ${example}, for example.` : `There is no lesson "${wanted}".`;
  const width = Math.max(...lessons.map(({ name }) => name.length));
  return [sentence, "", ...lessons.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`)];
}

export function runnerIn({ root, environment, runner }: Surroundings): LessonRunner {
  return runner ?? new LessonRunner({ root, watchdogMs: watchdogOf(environment) });
}

export function watchdogOf(environment: NodeJS.ProcessEnv): number {
  return Number(environment["KATA_WATCHDOG_MS"]) || WATCHDOG_MS;
}

export async function verdictOn(lesson: Lesson, runner: LessonRunner): Promise<Verdict> {
  const verdict = await runner.run(lesson);
  if (!verdict) throw new Error("The run was abandoned, although nobody can have asked for that.");
  return verdict;
}

/** In the terminal there are keys for this. */
function furtherHelp({ number }: Lesson): string[] {
  return [
    `npm run kata -- hint ${number}: a hint. npm run lesson ${number} -- --all: every failing spec.`,
    "npm start, in a terminal: a verdict after each save.",
  ].map((line) => ink.faint(line));
}

export function noLessons(root: string): string[] {
  return [`There are no lessons in ${root}. Start the kata in the folder of its repository.`];
}

/** Resolves when the text has left the process: a pipe may still hold it when exit() is called. */
export async function say(output: NodeJS.WriteStream, lines: readonly string[], code: number): Promise<number> {
  return new Promise((resolve) => output.write(`${lines.join("\n")}\n`, () => resolve(code)));
}
