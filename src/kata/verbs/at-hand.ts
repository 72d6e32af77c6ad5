// The lesson that a verb is about when nobody names one.
import type { Lesson } from "../lessons.ts";
import { lessonMeant } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import type { Request } from "./verb.ts";

/**
 * The lesson that is named; else the one on the screen, the one that was gone to last, or the first that is not known to be
 * solved.
 *
 * @param example how to name one
 * @throws UsageError when the word names none
 */
export function lessonAtHand({ root, lessons, here }: Request, wanted: string | undefined, example: string): Lesson {
  if (wanted !== undefined) return lessonMeant(lessons, wanted, example);
  const progress = new ProgressFile(root);
  const last = progress.read().here;
  const open = (lesson: Lesson): boolean => progress.verdictOf(lesson)?.solved !== true;
  const lesson = here ?? lessons.find(({ name }) => name === last) ?? lessons.find(open) ?? lessons.at(-1);
  return lesson ?? lessonMeant(lessons, undefined, example);
}
