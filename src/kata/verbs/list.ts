// list: the lessons, and how far each is.
import { listLine } from "../page.ts";
import { GREEN, runnerIn, say, verdictOn } from "../program.ts";
import { type KeptVerdict, ProgressFile } from "../progress.ts";
import type { Lesson } from "../lessons.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const list: Verb = {
  usage: "list",
  does: "the lessons, and how far each is",
  for: "learners",
  mostWords: 0,
  run: listLessons,
};

/** Runs the specs of each lesson that has changed since somebody did so. */
async function listLessons(request: Request): Promise<Answer> {
  const { root, lessons, output, ink } = request;
  const progress = new ProgressFile(root);
  const runner = runnerIn(request);
  const states = new Map<Lesson, KeptVerdict | undefined>();
  for (const lesson of lessons) {
    if (!progress.verdictOf(lesson)) progress.note(await verdictOn(lesson, runner));
    states.set(lesson, progress.verdictOf(lesson));
    const here = lesson === lessonAtHand(request, undefined, COMMAND);
    // Line by line: all of them together may take some seconds.
    await say(output, [listLine(lesson, lessons, states.get(lesson), { ink, here })], GREEN);
  }
  return { lines: [], code: GREEN };
}
