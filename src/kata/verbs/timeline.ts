// timeline [LESSON] [--html FILE]: the run behind the first failing spec, told in sentences, or drawn.
import { UsageError } from "#terminal";
import type { Lesson } from "../lessons.ts";
import { verdictPage } from "../page.ts";
import { keepPicture } from "../picture.ts";
import { GREEN, RED } from "../program.ts";
import { isSolved, type Verdict } from "../verdict.ts";
import { lessonAtHand } from "./at-hand.ts";
import { verdictInEnvironment } from "./own-run.ts";
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

/** The run has to be told, or drawn, where it is. */
function verdictInForm(request: Request, lesson: Lesson, html: string | undefined): Promise<Verdict> {
  const title = `Lesson ${lesson.number} · ${lesson.title}`;
  return verdictInEnvironment(request, lesson, html === undefined ? { KATA_SENTENCES: "1" } : { KATA_HTML: title });
}
