// hint 3 [RUNG]: one rung of a lesson's ladder of hints.
import { shown, UsageError } from "#terminal";
import { NO_HINTS, parseHints, rungLines } from "../hints.ts";
import { readmeOf } from "../lessons.ts";
import { GREEN, lessonMeant, MISUSE } from "../program.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const hint: Verb = {
  usage: "hint 3 [RUNG]",
  does: "a hint: rung 1, or the one you name",
  for: "learners",
  mostWords: 2,
  run: giveHint,
};

async function giveHint({ words: [wanted, rung = "1"], lessons, ink, width }: Request): Promise<Answer> {
  const lesson = lessonMeant(lessons, wanted, `${COMMAND} hint 3`);
  const hints = parseHints(readmeOf(lesson));
  if (hints.length === 0) return { lines: [NO_HINTS], code: MISUSE };
  const number = /^\d+$/.test(rung) ? Number(rung) : 0;
  const chosen = hints[number - 1];
  if (!chosen) {
    throw new UsageError(
      `There is no hint ${shown(rung)} in lesson ${lesson.number}: it has ${hints.length}, counted from 1.`,
    );
  }
  const next = number < hints.length ? ` The next one: ${COMMAND} hint ${lesson.number} ${number + 1}` : "";
  return {
    lines: [...rungLines(chosen, width), "", ink.faint(`Hint ${number} of ${hints.length}.${next}`)],
    code: GREEN,
  };
}
