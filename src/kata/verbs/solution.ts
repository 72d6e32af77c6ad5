// solution [LESSON], diff [LESSON]: the reference solution, and yours beside it; after success, or when one insists.
import { structuredPatch } from "diff/lib/patch/create.js";
import { join } from "node:path";
import { type Ink, UsageError } from "#terminal";
import { otherAnswersOf, solutionOf } from "../exercises.ts";
import { EXERCISE, type Lesson, pathOf } from "../lessons.ts";
import { GREEN, runnerIn, verdictOn } from "../program.ts";
import { ProgressFile } from "../progress.ts";
import { isSolved } from "../verdict.ts";
import { textOf } from "../whole-file.ts";
import { lessonAtHand } from "./at-hand.ts";
import { type Answer, COMMAND, type Request, typed, type Verb } from "./verb.ts";

const flags = { spoil: { kind: "switch" } } as const;

export const solution: Verb = {
  usage: "solution [LESSON] [--spoil]",
  does: "the reference solution, once yours is green",
  for: "learners",
  key: "s",
  mostWords: 1,
  flags,
  run: (request) => unspoiled(request, "solution", showSolution),
};

export const diff: Verb = {
  usage: "diff [LESSON] [--spoil]",
  does: "your exercise beside it, formatting aside",
  for: "learners",
  key: "d",
  mostWords: 1,
  flags,
  run: (request) => unspoiled(request, "diff", showDiff),
};

/** Shows what gives the solution away to whoever has found one, or has said that it may be given away. */
async function unspoiled(
  request: Request,
  verb: string,
  show: (request: Request, lesson: Lesson, solved: string) => Promise<readonly string[]>,
): Promise<Answer> {
  const { root, words, here } = request;
  const lesson = lessonAtHand(request, words[0], `${COMMAND} ${verb} 3`);
  const solved = solutionOf(root, lesson);
  if (solved === undefined) {
    throw new UsageError(
      `There is no solution of ${lesson.name} in solutions/. Bring it back: git checkout -- solutions/${lesson.name}`,
    );
  }
  const progress = new ProgressFile(root);
  const mayBeSeen = progress.of(lesson).solutionOpen === true || (await isGreen(request, progress, lesson));
  if (!mayBeSeen && request.flags["spoil"] !== true) {
    const how = here ? `Press ${verb[0]} again` : `Type ${typed(`${verb} ${lesson.number} --spoil`)}`;
    const lines = [`Lesson ${lesson.number} is not green yet. A hint gives less away. ${how} to see it all the same.`];
    return { lines, code: GREEN, confirm: "spoil" };
  }
  if (!mayBeSeen) progress.keep(lesson, { solutionOpen: true });
  return { lines: await show(request, lesson, solved), code: GREEN };
}

async function isGreen(request: Request, progress: ProgressFile, lesson: Lesson): Promise<boolean> {
  const known = progress.verdictOf(lesson);
  if (known) return known.solved;
  // The loop has the runner to itself.
  if (request.here) return false;
  const verdict = await verdictOn(lesson, runnerIn(request));
  progress.note(verdict);
  return isSolved(verdict);
}

async function showSolution({ root, ink }: Request, lesson: Lesson, solved: string): Promise<readonly string[]> {
  const others = otherAnswersOf(root, lesson);
  return [
    ...solved.trimEnd().split("\n"),
    "",
    ink.faint(`solutions/${lesson.name}/README.md explains it line by line.`),
    ...(others.length > 0 ? [ink.faint(`Other right answers beside it: ${others.join(", ")}.`)] : []),
  ];
}

async function showDiff({ root, ink }: Request, lesson: Lesson, solved: string): Promise<readonly string[]> {
  const yours = textOf(join(lesson.folder, EXERCISE)) ?? "";
  const [one, other] = await Promise.all([formatted(yours, root), formatted(solved, root)]);
  const { hunks } = structuredPatch("", "", one, other, "", "", { context: 2 });
  if (hunks.length === 0) return [`${pathOf(lesson, EXERCISE)} is the reference solution, letter by letter.`];
  return [
    ink.strong(`- ${pathOf(lesson, EXERCISE)}`),
    ink.strong(`+ solutions/${lesson.name}/${EXERCISE}`),
    ...hunks.flatMap(({ lines }) => [
      "",
      ...lines.filter((line) => !line.startsWith("\\")).map((line) => coloured(line, ink)),
    ]),
  ];
}

function coloured(line: string, ink: Ink): string {
  if (line.startsWith("-")) return ink.bad(line);
  return line.startsWith("+") ? ink.good(line) : line;
}

/** In one style, so that only what the code says differs. As it is where it cannot be read, or nothing can format it. */
async function formatted(code: string, root: string): Promise<string> {
  try {
    const { format, resolveConfig } = await import("prettier");
    return await format(code, { ...(await resolveConfig(join(root, EXERCISE))), parser: "typescript" });
  } catch {
    return code;
  }
}
