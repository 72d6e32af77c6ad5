// run [LESSON], verify: the specs of one lesson, and of all of them.
import { askForSentences, SENTENCES } from "../frame-forms.ts";
import { EXERCISE, pathOf } from "../lessons.ts";
import { countOf } from "../page.ts";
import { GREEN, RED, runnerIn, runOnce, say, verdictOn } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { isSolved } from "../verdict.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const run: Verb = {
  usage: "run [LESSON] [--all]",
  does: "its specs once; --all: every failing one",
  for: "learners",
  mostWords: 1,
  flags: { all: { kind: "switch" }, ...SENTENCES },
  run: runLesson,
};

export const verify: Verb = {
  usage: "verify",
  does: "all specs anew; ends with 1 when one is red",
  for: "learners",
  mostWords: 0,
  run: verifyAll,
};

async function runLesson(request: Request): Promise<Answer> {
  const { lessons, words, flags } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} run 3`);
  askForSentences(flags, request.environment);
  return { lines: [], code: await runOnce(request, lessons, lesson, { all: flags["all"] === true }) };
}

async function verifyAll(request: Request): Promise<Answer> {
  const { root, lessons, ink, output } = request;
  const [runner, progress] = [runnerIn(request), new ProgressFile(root)];
  const open: string[] = [];
  for (const lesson of lessons) {
    const verdict = await verdictOn(lesson, runner);
    progress.note(verdict);
    if (!isSolved(verdict)) open.push(pathOf(lesson, EXERCISE));
    const mark = isSolved(verdict) ? ink.good("✓") : ink.bad("✗");
    // Line by line: all of them together take some seconds.
    await say(output, [`${mark} ${lesson.name}  ${countOf(verdict)}`], GREEN);
  }
  const count = `${lessons.length - open.length} of ${lessons.length}`;
  return { lines: ["", `${count} lessons are solved.`], code: open.length === 0 ? GREEN : RED };
}
