// replay TOKEN [LESSON]: the run behind a failing proof, once more, to look at.
import { UsageError } from "#terminal";
import type { Lesson } from "../lessons.ts";
import { GREEN, lessonMeant, MISUSE, RED, runnerIn, verdictOn, watchdogOf } from "../program.ts";
import { readToken, replayRun } from "../replay.ts";
import { isSolved } from "../verdict.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const replay: Verb = {
  usage: "replay TOKEN [LESSON]",
  does: "the run that a failing spec names",
  for: "learners",
  mostWords: 2,
  run: replayToken,
};

async function replayToken(request: Request): Promise<Answer> {
  const {
    words: [token, wanted],
    lessons,
    environment,
    ink,
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
  const { end, page } = await replayRun(token, lesson, { watchdogMs: watchdogOf(environment), ink });
  if (end === "refused") return { lines: page, code: MISUSE };
  if (end === "well") return { lines: page, code: GREEN };
  const help = ink.faint(`${COMMAND} hint ${lesson.number}: a hint, without a terminal.`);
  return { lines: [...page, "", help], code: RED };
}

async function firstUnsolved(request: Request): Promise<Lesson | undefined> {
  const runner = runnerIn(request);
  for (const lesson of request.lessons) {
    if (!isSolved(await verdictOn(lesson, runner))) return lesson;
  }
  return undefined;
}
