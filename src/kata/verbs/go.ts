// go LESSON, next: another lesson, whatever is solved. Nothing is locked.
import { UsageError } from "#terminal";
import type { Lesson } from "../lessons.ts";
import { GREEN, lessonMeant } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const go: Verb = {
  usage: "go LESSON",
  does: "the lesson that npm start opens",
  for: "learners",
  mostWords: 1,
  run: async (request) => goTo(request, lessonMeant(request.lessons, request.words[0], `${COMMAND} go 3`)),
};

export const next: Verb = {
  usage: "next",
  does: "the lesson after this one; this one may wait",
  for: "learners",
  key: "n",
  mostWords: 0,
  run: goToNext,
};

async function goToNext(request: Request): Promise<Answer> {
  const { lessons } = request;
  const here = lessonAtHand(request, undefined, `${COMMAND} go 3`);
  const following = lessons[lessons.indexOf(here) + 1];
  if (following) return goTo(request, following);
  const how = request.here ? "l" : `${COMMAND} go 1`;
  throw new UsageError(`${here.name} is the last lesson. Go to any other one: ${how}`);
}

function goTo({ root }: Request, lesson: Lesson): Answer {
  new ProgressFile(root).goTo(lesson, true);
  return { lines: [`npm start opens lesson ${lesson.number} now: ${lesson.title}.`], code: GREEN, go: lesson };
}
