// npm run kata: what the loop does at a key, and what it has no key for, one at a time and without a terminal.
import { inkFor, insteadOf, MISUSE, PAGE_WIDTH, readCommandLine, shown, UsageError } from "#terminal";
import { NO_HINTS, parseHints, rungLines } from "./hints.ts";
import { EXERCISE, pathOf, readmeOf, type Lesson } from "./lessons.ts";
import { listPage } from "./page.ts";
import {
  GREEN,
  lessonMeant,
  lessonsIn,
  RED,
  runnerIn,
  say,
  type Surroundings,
  verdictOn,
  watchdogOf,
} from "./program.ts";
import { readToken, replayRun } from "./replay.ts";
import { typeErrorLines, typeErrorsIn } from "./type-errors.ts";
import { isSolved, type Verdict } from "./verdict.ts";

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
  types: { usage: "types 3", does: "what TypeScript finds in an exercise", mostWords: 1, run: types },
};

/**
 * npm run kata -- VERB …: one answer, in plain text.
 * @param commandLine the verb and what belongs to it; nothing prints the verbs
 * @returns the exit code: 0; 1 when a replayed run goes wrong; that of misuse when the question has no answer
 * @throws UsageError when there is no such verb, or a word or a flag too many
 * @throws when vitest cannot be started
 */
export async function runVerb(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, output, environment } = surroundings;
  const { words: all, help } = readCommandLine(commandLine, environment, {
    flags: {},
    command: COMMAND,
    mostWords: Infinity,
  });
  const [name, ...words] = all;
  if (help || name === undefined || name === "help") return say(output, usage(), GREEN);
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) throw new UsageError(`There is no verb ${shown(name)}: ${insteadOf(name, Object.keys(verbs))}`, usage());
  const surplus = words[verb.mostWords];
  if (surplus !== undefined) {
    throw new UsageError(`${shown(surplus)} is one word too many: ${COMMAND} ${verb.usage}`);
  }
  return verb.run({ ...surroundings, words, lessons: lessonsIn(root) });
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

async function hint({ words: [wanted, rung = "1"], lessons, output, environment }: Request): Promise<number> {
  const lesson = lessonMeant(lessons, wanted, `${COMMAND} hint 3`);
  const hints = parseHints(readmeOf(lesson));
  if (hints.length === 0) return say(output, [NO_HINTS], MISUSE);
  const number = /^\d+$/.test(rung) ? Number(rung) : 0;
  const chosen = hints[number - 1];
  if (!chosen) {
    throw new UsageError(
      `There is no hint ${shown(rung)} in lesson ${lesson.number}: it has ${hints.length}, counted from 1.`,
    );
  }
  const next = number < hints.length ? ` The next one: ${COMMAND} hint ${lesson.number} ${number + 1}` : "";
  const which = inkFor(output, environment).faint(`Hint ${number} of ${hints.length}.${next}`);
  return say(output, [...rungLines(chosen, PAGE_WIDTH), "", which], GREEN);
}

/** Runs the specs of each lesson: without the loop, nobody has done so yet. */
async function list(request: Request): Promise<number> {
  const { lessons, output, environment } = request;
  const runner = runnerIn(request);
  const known = new Map<Lesson, Verdict>();
  let here: Lesson | undefined;
  for (const [index, lesson] of lessons.entries()) {
    const verdict = await verdictOn(lesson, runner);
    known.set(lesson, verdict);
    if (!isSolved(verdict)) here ??= lesson;
    // Line by line: all of them together take some seconds.
    const page = listPage(lessons, (each) => known.get(each), here, inkFor(output, environment));
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
    throw new UsageError("Which run? Copy the token that a failing spec prints, as in:", [
      `  ${COMMAND} replay c9.t14`,
    ]);
  }
  const unread = await readToken(token);
  if (typeof unread === "string") throw new UsageError(unread);
  const lesson =
    wanted === undefined ? await firstUnsolved(request) : lessonMeant(lessons, wanted, `${COMMAND} replay ${token} 3`);
  if (!lesson) {
    const example = `  ${COMMAND} replay ${token} 3`;
    throw new UsageError("Every lesson is solved: name the one that you mean, as in:", [example]);
  }
  const ink = inkFor(output, environment);
  const { end, page } = await replayRun(token, lesson, { watchdogMs: watchdogOf(environment), ink });
  if (end === "refused") return say(output, page, MISUSE);
  if (end === "well") return say(output, page, GREEN);
  return say(output, [...page, "", ink.faint(`${COMMAND} hint ${lesson.number}: a hint, without a terminal.`)], RED);
}

/** Red when there is an error. */
async function types({ words: [wanted], lessons, root, output }: Request): Promise<number> {
  const lesson = lessonMeant(lessons, wanted, `${COMMAND} types 3`);
  const errors = await typeErrorsIn(lesson, root);
  const file = pathOf(lesson, EXERCISE);
  if (!errors) throw new UsageError(`${file} could not be checked: the compiler is missing. Put it back: npm ci`);
  if (errors.length > 0) return say(output, typeErrorLines(lesson, errors, Infinity), RED);
  return say(output, [`TypeScript finds no error in ${file}.`], GREEN);
}

async function firstUnsolved(request: Request): Promise<Lesson | undefined> {
  const runner = runnerIn(request);
  for (const lesson of request.lessons) {
    if (!isSolved(await verdictOn(lesson, runner))) return lesson;
  }
  return undefined;
}
