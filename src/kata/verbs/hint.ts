// hint [LESSON] [RUNG]: a lesson's hints, from a question to a worked example, one rung at a time.
import { shown, UsageError } from "#terminal";
import { NO_HINTS, parseHints, rungLines } from "../hints.ts";
import { readmeOf } from "../lessons.ts";
import { GREEN, MISUSE, whereAllowed } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const hint: Verb = {
  usage: "hint [LESSON] [RUNG]",
  does: "the next hint, or the one you name",
  for: "learners",
  key: "h",
  mostWords: 2,
  run: giveHint,
};

async function giveHint(request: Request): Promise<Answer> {
  const { root, words, here, ink, width } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} hint 3`);
  const hints = parseHints(readmeOf(lesson));
  if (hints.length === 0) return { lines: [NO_HINTS], code: MISUSE };
  // Somebody who is stuck at another spec begins at the question again.
  const progress = new ProgressFile(root);
  const spec = progress.verdictOf(lesson)?.spec ?? "";
  const { hints: counts = {} } = progress.of(lesson);
  const seen = counts[spec] ?? 0;
  const number = rungMeant(words[1], Math.min(seen + 1, hints.length), { lesson: lesson.number, rungs: hints.length });
  if (number > seen) whereAllowed(() => progress.keep(lesson, { hints: { ...counts, [spec]: number } }));
  const isLast = number === hints.length;
  const how = here ? "h: the next one." : `The next one: ${COMMAND} hint ${lesson.number} ${number + 1}`;
  const earlier = here ? hints.slice(0, number - 1).toReversed() : [];
  return {
    lines: [
      ...rungLines(hints[number - 1] as (typeof hints)[number], width),
      "",
      ink.faint(`Hint ${number} of ${hints.length}.${isLast ? "" : ` ${how}`}`),
      ...earlier.flatMap((rung) => ["", ...rungLines(rung, width)]),
    ],
    code: GREEN,
  };
}

function rungMeant(
  wanted: string | undefined,
  next: number,
  { lesson, rungs }: { readonly lesson: number; readonly rungs: number },
): number {
  if (wanted === undefined) return next;
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  if (number >= 1 && number <= rungs) return number;
  throw new UsageError(`There is no hint ${shown(wanted)} in lesson ${lesson}: it has ${rungs}, counted from 1.`);
}
