// types [LESSON]: what TypeScript finds in an exercise. The specs run without asking it.
import { UsageError } from "#terminal";
import { EXERCISE, pathOf } from "../lessons.ts";
import { GREEN, RED } from "../program.ts";
import { typeErrorLines, typeErrorsIn } from "../type-errors.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const types: Verb = {
  usage: "types [LESSON]",
  does: "what TypeScript finds in the exercise",
  for: "learners",
  mostWords: 1,
  run: checkTypes,
};

/** Red when there is an error. */
async function checkTypes(request: Request): Promise<Answer> {
  const { root, words } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} types 3`);
  const errors = await typeErrorsIn(lesson, root);
  const file = pathOf(lesson, EXERCISE);
  if (!errors) throw new UsageError(`${file} could not be checked: the compiler is missing. Put it back: npm ci`);
  if (errors.length > 0) return { lines: typeErrorLines(lesson, errors, Infinity), code: RED };
  return { lines: [`TypeScript finds no error in ${file}.`], code: GREEN };
}
