// reset [LESSON] [--all], restore [LESSON] [NUMBER]: the starter again, and back. Nothing is lost either way.
import { join } from "node:path";
import { shown, UsageError } from "#terminal";
import { type Change, type Changed, changeExercises, keptAside, starterOf } from "../exercises.ts";
import { type Lesson, pathOf, EXERCISE } from "../lessons.ts";
import { GREEN } from "../program.ts";
import { textOf } from "../whole-file.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const reset: Verb = {
  usage: "reset [LESSON] [--all]",
  does: "the starter again; what you wrote is kept",
  for: "learners",
  key: "x",
  mostWords: 1,
  flags: { all: { kind: "switch" }, yes: { kind: "switch" } },
  run: resetExercise,
};

export const restore: Verb = {
  usage: "restore [LESSON] [N]",
  does: "what was kept last, or N times before",
  for: "learners",
  mostWords: 2,
  run: restoreExercise,
};

async function resetExercise(request: Request): Promise<Answer> {
  const { root, lessons, words, flags, here, now = () => new Date() } = request;
  if (flags["all"] === true && words.length > 0) {
    throw new UsageError(`--all means every lesson: leave out ${shown(words[0] as string)}, or --all.`);
  }
  const chosen = flags["all"] === true ? lessons : [lessonAtHand(request, words[0], `${COMMAND} reset 3`)];
  // A key is pressed sooner than a word is typed.
  if (here && flags["yes"] !== true) {
    const question = `Put the starter back into ${pathOf(here, EXERCISE)}? What you wrote is kept. Press x again to do it.`;
    return { lines: [question], code: GREEN, confirm: "yes" };
  }
  const changes = chosen.map((lesson): Change => ({ lesson, text: starterMeant(root, lesson) }));
  return { lines: linesOf(changeExercises(root, changes, now()), "The starter is back in"), code: GREEN };
}

async function restoreExercise(request: Request): Promise<Answer> {
  const { root, words, now = () => new Date() } = request;
  const [wanted, number = "1"] = words;
  const lesson = lessonAtHand(request, wanted, `${COMMAND} restore 3`);
  const kept = keptAside(root, lesson);
  if (kept.length === 0) {
    throw new UsageError(`Nothing was kept of lesson ${lesson.number} yet: reset and catch-up keep what they replace.`);
  }
  const file = /^\d+$/.test(number) ? kept[Number(number) - 1] : undefined;
  if (file === undefined) {
    throw new UsageError(
      `There is no kept version ${shown(number)} of lesson ${lesson.number}: there are ${kept.length}, and 1 is the newest.`,
      kept.map((path, index) => `  ${index + 1}  ${path}`),
    );
  }
  const text = textOf(join(root, file)) as string;
  const lines = linesOf(changeExercises(root, [{ lesson, text }], now()), `${file} is back in`);
  return { lines, code: GREEN };
}

function starterMeant(root: string, lesson: Lesson): string {
  const starter = starterOf(root, lesson);
  if (starter !== undefined) return starter;
  throw new UsageError(
    `There is no starter of ${lesson.name} in src/catalogue/starters. Bring it back: git checkout -- src/catalogue/starters`,
  );
}

/** What became of each exercise, and where the text is that was in it. */
export function linesOf(changed: readonly Changed[], done: string): readonly string[] {
  return changed.flatMap(({ lesson, kept }) => {
    const path = pathOf(lesson, EXERCISE);
    if (kept === undefined) return [`${path} was like this already.`];
    return [`${done} ${path}.`, `  What was there: ${kept}`, `  To bring it back: ${COMMAND} restore ${lesson.number}`];
  });
}
