// catch-up LESSON: to begin at a lesson with everybody else. The lessons before it get the reference solution.
import { UsageError } from "#terminal";
import { changeExercises, solutionOf } from "../exercises.ts";
import { GREEN, lessonMeant } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { linesOf } from "./reset.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const catchUp: Verb = {
  usage: "catch-up LESSON",
  does: "earlier lessons solved for you; yours kept",
  for: "learners",
  mostWords: 1,
  run: catchUpTo,
};

async function catchUpTo({ root, lessons, words, now = () => new Date() }: Request): Promise<Answer> {
  const lesson = lessonMeant(lessons, words[0], `${COMMAND} catch-up 3`);
  const before = lessons.slice(0, lessons.indexOf(lesson));
  const progress = new ProgressFile(root);
  // Who has solved a lesson keeps their own solution.
  const open = before.filter((one) => progress.verdictOf(one)?.solved !== true);
  const changes = open.map((one) => {
    const text = solutionOf(root, one);
    if (text !== undefined) return { lesson: one, text };
    throw new UsageError(
      `There is no solution of ${one.name} in solutions/. Bring it back: git checkout -- solutions/${one.name}`,
    );
  });
  const changed = changeExercises(root, changes, now());
  progress.goTo(lesson, true);
  const kept = before.length - open.length;
  return {
    lines: [
      ...linesOf(changed, "The solution is in"),
      ...(kept > 0
        ? [`${kept === 1 ? "1 lesson that you" : `${kept} lessons that you`} have solved stayed as you wrote it.`]
        : []),
      `npm start opens lesson ${lesson.number} now: ${lesson.title}.`,
    ],
    code: GREEN,
    go: lesson,
  };
}
