// timeline [LESSON] [--html FILE]: the run behind the first failing spec, told in sentences, or drawn.
import { UsageError } from "#terminal";
import { LessonRunner } from "../lesson-runner.ts";
import type { Lesson } from "../lessons.ts";
import { verdictPage } from "../page.ts";
import { keepPicture } from "../picture.ts";
import { GREEN, RED, verdictOn, watchdogOf } from "../program.ts";
import { isSolved, type Verdict } from "../verdict.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, type Verb } from "./verb.ts";

export const timeline: Verb = {
  usage: "timeline [LESSON] [--html FILE]",
  does: "the failing run in sentences, or as a picture",
  for: "learners",
  key: "t",
  mostWords: 1,
  flags: { html: { kind: "file" } },
  run: tellRun,
};

async function tellRun(request: Request): Promise<Answer> {
  const { words, flags, ink } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} timeline 3`);
  const html = flags["html"] as string | undefined;
  const verdict = await verdictInForm(request, lesson, html);
  if (html === undefined) return { lines: verdictPage(verdict, { ink }), code: isSolved(verdict) ? GREEN : RED };
  const { refused, lines } = await keepPicture(verdict, html);
  if (refused !== undefined) throw new UsageError(refused);
  return { lines: lines.filter((line) => line !== ""), code: isSolved(verdict) ? GREEN : RED };
}

/** The thread of the specs inherits the environment: the run has to be told, or drawn, where it is. */
async function verdictInForm(request: Request, lesson: Lesson, html: string | undefined): Promise<Verdict> {
  const { root, environment } = request;
  const asked =
    html === undefined ? { KATA_SENTENCES: "1" } : { KATA_HTML: `Lesson ${lesson.number} · ${lesson.title}` };
  const before = Object.fromEntries(Object.keys(asked).map((name) => [name, environment[name]]));
  // One of its own: the threads that an open runner keeps ready know the environment of before.
  const runner = new LessonRunner({ root, watchdogMs: watchdogOf(environment) });
  Object.assign(environment, asked);
  try {
    return await verdictOn(lesson, runner);
  } finally {
    await runner.close();
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete environment[name];
      else environment[name] = value;
    }
  }
}
