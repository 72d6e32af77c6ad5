// list: the lessons, and how far each is.
import type { Lesson } from "../lessons.ts";
import { listPage } from "../page.ts";
import { GREEN, runnerIn, say, verdictOn } from "../program.ts";
import { isSolved, type Verdict } from "../verdict.ts";
import type { Answer, Request, Verb } from "./verb.ts";

export const list: Verb = {
  usage: "list",
  does: "the lessons, and how far each is",
  for: "learners",
  mostWords: 0,
  run: listLessons,
};

/** Runs the specs of each lesson: without the loop, nobody has done so yet. */
async function listLessons(request: Request): Promise<Answer> {
  const { lessons, output, ink } = request;
  const runner = runnerIn(request);
  const known = new Map<Lesson, Verdict>();
  let here: Lesson | undefined;
  for (const [index, lesson] of lessons.entries()) {
    const verdict = await verdictOn(lesson, runner);
    known.set(lesson, verdict);
    if (!isSolved(verdict)) here ??= lesson;
    // Line by line: all of them together take some seconds.
    const page = listPage(lessons, (each) => known.get(each), here, ink);
    await say(output, page.slice(index, index + 1), GREEN);
  }
  return { lines: [], code: GREEN };
}
