// npm start: the loop, in a terminal; one page without one.
import { columnsOf, inkFor, isDumb, readCommandLine } from "#terminal";
import { afterthoughtsOn } from "./afterthoughts.ts";
import { Diagnoser } from "./diagnosis.ts";
import { otherAnswersOf } from "./exercises.ts";
import { askForSentences, SENTENCES } from "./frame-forms.ts";
import type { Lesson } from "./lessons.ts";
import { claimLoop } from "./loop-claim.ts";
import { type Asking, Loop } from "./loop.ts";
import { allSolvedPage, verdictPage } from "./page.ts";
import { GREEN, lessonMeant, lessonsIn, NPM_START, runnerIn, say, sayRed, verdictOn } from "./program.ts";
import { ProgressFile } from "./progress.ts";
import { keepStatus } from "./status.ts";
import type { Surroundings } from "./surroundings.ts";
import { openTerminal } from "./terminal.ts";
import { isSolved, type Verdict } from "./verdict.ts";
import { verbs } from "./verbs/index.ts";
import { watchFolder } from "./watch-folder.ts";

/**
 * npm start [LESSON]: the loop in a terminal; without one, the page of one lesson, once.
 * @param commandLine which lesson; none means the one at hand
 * @returns the exit code: 0, red or green
 * @throws UsageError when there is a flag or a word too many, no such lesson, or there are no lessons
 * @throws when vitest cannot be started
 */
export async function start(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, input, output, environment } = surroundings;
  const usage = { flags: SENTENCES, command: "npm start", mostWords: 1 };
  const { words, flags, help } = readCommandLine(commandLine, environment, usage);
  if (help) return say(output, [`${NPM_START} npm run kata shows what there is besides.`], GREEN);
  askForSentences(flags, environment);
  const lessons = lessonsIn(root);
  const first = words[0] === undefined ? undefined : lessonMeant(lessons, words[0], "npm start 3");
  if (input.isTTY && output.isTTY) return serveLoop(lessons, first, surroundings);
  const runner = runnerIn(surroundings);
  const ink = inkFor(output, environment);
  const last = lessons.find(({ name }) => name === new ProgressFile(root).read().here);
  for (const lesson of first ? [first] : [...(last ? [last] : []), ...lessons]) {
    const verdict = await verdictOn(lesson, runner);
    if (!isSolved(verdict)) return sayRed(surroundings, verdict, verdictPage(verdict, { ink }), GREEN);
    if (first) return say(output, verdictPage(verdict, { ink }), GREEN);
  }
  return say(output, allSolvedPage(lessons, ink), GREEN);
}

async function serveLoop(
  lessons: readonly Lesson[],
  first: Lesson | undefined,
  surroundings: Surroundings,
): Promise<number> {
  const { root, input, output, environment, now = () => new Date() } = surroundings;
  const ink = inkFor(output, environment);
  const runner = runnerIn(surroundings);
  const progress = new ProgressFile(root);
  const claim = claimLoop(root);
  const parts = {
    lessons,
    ink,
    runner,
    diagnoser: new Diagnoser(),
    afterthoughts: (verdict: Verdict, signal: AbortSignal) => afterthoughtsOn(verdict, root, signal),
    terminal: openTerminal(input, output, !isDumb(environment)),
    watch: watchFolder,
    first,
    otherAnswers: (lesson: Lesson) => otherAnswersOf(root, lesson),
    note: claim.note,
    progress: {
      read: () => progress.read(),
      of: (lesson: Lesson) => progress.of(lesson),
      verdictOf: (lesson: Lesson) => progress.verdictOf(lesson),
      goTo: (lesson: Lesson) => {
        progress.goTo(lesson);
        keepStatus({ root, lessons, environment, now: now() });
      },
      note: (verdict: Verdict) => {
        progress.note(verdict);
        keepStatus({ root, lessons, environment, now: now() });
      },
    },
    verbs: Object.values(verbs).filter(({ key }) => key !== undefined),
    ask: ((verb, here, { words = [], flags = {} } = {}) =>
      verb.run({
        ...surroundings,
        runner,
        lessons,
        ink,
        here,
        words,
        flags,
        width: columnsOf(output),
      })) satisfies Asking,
  };
  try {
    await new Loop(parts).serve();
  } finally {
    claim.end();
  }
  return GREEN;
}
