// npm run kata: what the loop does at a key, and what it has no key for, one at a time and without a terminal.
import { NO_HINTS, parseHints, rungLines } from "./hints.ts";
import { terminalInk as ink } from "./ink.ts";
import { chooseLesson, findLessons, readmeOf, type Lesson } from "./lessons.ts";
import { listPage } from "./page.ts";
import {
  GREEN,
  NO_LESSON,
  noLessons,
  RED,
  runnerIn,
  say,
  type Surroundings,
  verdictOn,
  watchdogOf,
  whichLesson,
} from "./program.ts";
import { readToken, replayRun } from "./replay.ts";
import { isSolved, type Verdict } from "./verdict.ts";
import { PAGE_WIDTH, wrap } from "./wrap.ts";

/** What is asked for, with what a verb needs to answer it. */
interface Request extends Surroundings {
  /** The words behind the verb. */
  readonly words: readonly string[];
  readonly lessons: readonly Lesson[];
}

interface Verb {
  /** How it is typed, behind "npm run kata -- ". */
  readonly usage: string;
  readonly does: string;
  readonly mostWords: number;
  readonly run: (request: Request) => Promise<number>;
}

const COMMAND = "npm run kata --";

const verbs: Readonly<Record<string, Verb>> = {
  hint: {
    usage: "hint 3 [RUNG]",
    does: "a hint: rung 1, or the one you name",
    mostWords: 2,
    run: hint,
  },
  list: { usage: "list", does: "the lessons, and how far each is", mostWords: 0, run: list },
  replay: {
    usage: "replay TOKEN [LESSON]",
    does: "the run that a failing spec names",
    mostWords: 2,
    run: replay,
  },
};

/**
 * npm run kata -- VERB …: one answer, in plain text.
 * @param commandLine the verb and what belongs to it; nothing prints the verbs
 * @returns the exit code: 0; 1 when a replayed run goes wrong; 2 when the question has no answer
 * @throws when vitest cannot be started
 */
export async function runVerb([name, ...words]: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, output } = surroundings;
  if (name === undefined || name === "--help" || name === "help") return say(output, usage(), GREEN);
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) return say(output, [`There is no verb "${name}".`, "", ...usage()], NO_LESSON);
  const surplus = words[verb.mostWords];
  if (surplus !== undefined) {
    return say(output, [`"${surplus}" is a word too many: ${COMMAND} ${verb.usage}`], NO_LESSON);
  }
  const lessons = findLessons(root);
  if (lessons.length === 0) return say(output, noLessons(root), NO_LESSON);
  return verb.run({ ...surroundings, words, lessons });
}

function usage(): string[] {
  const all = Object.values(verbs);
  const width = Math.max(...all.map((verb) => verb.usage.length));
  return [
    ...all.map((verb) => `  ${COMMAND} ${verb.usage.padEnd(width)}  ${verb.does}`),
    "",
    "npm start, in a terminal, does the rest: a verdict after each save.",
  ];
}

async function hint({ words: [wanted, rung = "1"], lessons, output }: Request): Promise<number> {
  const lesson = wanted === undefined ? undefined : chooseLesson(lessons, wanted);
  if (!lesson) return say(output, whichLesson(lessons, wanted, `${COMMAND} hint 3`), NO_LESSON);
  const hints = parseHints(readmeOf(lesson));
  if (hints.length === 0) return say(output, [NO_HINTS], NO_LESSON);
  const number = /^\d+$/.test(rung) ? Number(rung) : 0;
  const chosen = hints[number - 1];
  if (!chosen) {
    const sentence = `There is no hint "${rung}" in lesson ${lesson.number}: it has ${hints.length}, counted from 1.`;
    return say(output, wrap(sentence), NO_LESSON);
  }
  const next = number < hints.length ? ` The next one: ${COMMAND} hint ${lesson.number} ${number + 1}` : "";
  return say(
    output,
    [...rungLines(chosen, PAGE_WIDTH), "", ink.faint(`Hint ${number} of ${hints.length}.${next}`)],
    GREEN,
  );
}

/** Runs the specs of each lesson: without the loop, nobody has done so yet. */
async function list(request: Request): Promise<number> {
  const { lessons, output } = request;
  const runner = runnerIn(request);
  const known = new Map<Lesson, Verdict>();
  let here: Lesson | undefined;
  for (const [index, lesson] of lessons.entries()) {
    const verdict = await verdictOn(lesson, runner);
    known.set(lesson, verdict);
    if (!isSolved(verdict)) here ??= lesson;
    // Line by line: all of them together take some seconds.
    const page = listPage(lessons, (each) => known.get(each), here, ink);
    await say(output, page.slice(index, index + 1), GREEN);
  }
  return GREEN;
}

async function replay(request: Request): Promise<number> {
  const {
    words: [token, wanted],
    lessons,
    output,
    environment,
  } = request;
  if (token === undefined) {
    const lines = ["Which run? Copy the token that a failing spec prints, as in:", "", `  ${COMMAND} replay c9.t14`];
    return say(output, lines, NO_LESSON);
  }
  const unread = await readToken(token);
  if (typeof unread === "string") return say(output, wrap(unread), NO_LESSON);
  const lesson = wanted === undefined ? await firstUnsolved(request) : chooseLesson(lessons, wanted);
  if (!lesson && wanted === undefined) {
    const lines = ["Every lesson is solved: name the one that you mean, as in:", "", `  ${COMMAND} replay ${token} 3`];
    return say(output, lines, NO_LESSON);
  }
  if (!lesson) return say(output, whichLesson(lessons, wanted, `${COMMAND} replay ${token} 3`), NO_LESSON);
  const { end, page } = await replayRun(token, lesson, { watchdogMs: watchdogOf(environment), ink });
  if (end === "refused") return say(output, page, NO_LESSON);
  if (end === "well") return say(output, page, GREEN);
  return say(output, [...page, "", ink.faint(`${COMMAND} hint ${lesson.number}: a hint, without a terminal.`)], RED);
}

async function firstUnsolved(request: Request): Promise<Lesson | undefined> {
  const runner = runnerIn(request);
  for (const lesson of request.lessons) {
    if (!isSolved(await verdictOn(lesson, runner))) return lesson;
  }
  return undefined;
}
