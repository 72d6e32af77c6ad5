// A failure in words, always the same four parts: what happened, where, the rule it breaks, what to do next.
import { oneLine, PAGE_WIDTH, wrap } from "#terminal";
import { comparison } from "./comparison.ts";
import { EXERCISE, SPEC, pathOf, type Lesson } from "./lessons.ts";
import type { Failure, Place } from "./verdict.ts";

interface Parts {
  readonly happened: string;
  /** Where a check of #simulation draws its timeline: the line of code, or expected and received. */
  readonly evidence: readonly string[];
  readonly rule: string;
  readonly next: string;
}

/**
 * The frame of one failure.
 * @param failure what went wrong
 * @param lesson whose spec it was
 * @param number of the spec among those of the lesson, counted from 1; needed to replay its run
 * @returns plain lines of at most 80 columns; those of a broken rule exactly as the check wrote them, and below
 *   them what it looks like
 */
export function frame(failure: Failure, lesson: Lesson, number?: number): string[] {
  if (failure.kind === "replayed") return failure.frame.split("\n");
  if (failure.kind === "broken-rule") {
    const again =
      failure.token === undefined || number === undefined
        ? []
        : [`  Again ${replayCommand(failure.token, lesson, number)}`];
    return [...failure.frame.split("\n"), ...again, ...(failure.like === undefined ? [] : likeLines(failure.like))];
  }
  const { happened, evidence, rule, next } = parts(failure, lesson);
  return [
    ...wrap(happened, { first: "✗ ", rest: "  " }),
    "",
    ...(evidence.length > 0 ? [...evidence.map((line) => `  ${line}`.trimEnd()), ""] : []),
    ...wrap(rule, { first: "  Rule  ", rest: "        " }),
    ...wrap(next, { first: "  Next  ", rest: "        " }),
  ];
}

/** What to type to see a run again, in the world of its spec. */
export const replayCommand = (token: string, lesson: Lesson, spec: number): string =>
  `npm run kata -- replay ${token} ${lesson.number} ${spec}`;

/** The known mistake that an exercise looks like, in the style of the lines above it. */
export function likeLines(like: string): string[] {
  return wrap(like, { first: "  Like  ", rest: "        " });
}

function parts(failure: Exclude<Failure, { kind: "broken-rule" | "replayed" }>, lesson: Lesson): Parts {
  const exercise = pathOf(lesson, EXERCISE);
  switch (failure.kind) {
    case "thrown":
      return {
        happened: failure.message,
        evidence: source(failure.place),
        rule: failure.spec,
        next: `Open ${at(failure.place, exercise)}.`,
      };
    case "assertion":
      return {
        happened: failure.message,
        evidence: paragraphs(comparison(failure.expected, failure.received), source(failure.place)),
        rule: failure.spec,
        next: `Read the spec at ${at(failure.place, pathOf(lesson, SPEC))}, then change ${EXERCISE}.`,
      };
    case "never-settled":
      return {
        happened: `The spec waited ${failure.seconds} seconds for the exercise, which never came back.`,
        evidence: source(failure.place),
        rule: failure.spec,
        next: `Look in ${EXERCISE} for an await on a promise that nothing resolves.`,
      };
    case "unhandled":
      return {
        happened: `A promise that nobody awaited failed: ${failure.message}`,
        evidence: source(failure.place),
        rule: `Every promise is awaited or returned: what is not awaited is lost in a crash.${during(failure.spec)}`,
        next: `Put an await before the call at ${at(failure.place, exercise)}.`,
      };
    case "skipped":
      return {
        happened: `${failure.count === 1 ? "1 spec was" : `${failure.count} specs were`} skipped; the first: ${failure.spec}`,
        evidence: [],
        rule: "A lesson is solved when all its specs are green.",
        next: `Take .skip, .only and .todo out of ${pathOf(lesson, SPEC)}.`,
      };
    case "not-loaded":
      return {
        happened: `No spec could start. While the file was loaded: ${failure.message}`,
        evidence: source(failure.place),
        rule: "A lesson's files load without an error; work is done when a job runs.",
        next: `Open ${at(failure.place, exercise)}.`,
      };
    case "syntax":
      return {
        happened: `${failure.place.file}:${failure.place.line} cannot be read as TypeScript: ${failure.message}.`,
        evidence: source(failure.place),
        rule: "Before a spec can run, the file has to parse.",
        next: `Correct line ${failure.place.line} (or the one before it) and save.`,
      };
    case "missing-module":
      return {
        happened: `${failure.place.file} imports ${quoted(failure.specifier)}, and there is no such file or package.`,
        evidence: source(failure.place),
        rule: "An exercise imports #jobs, #shop, and files that exist.",
        next: `Correct the import at ${at(failure.place, exercise)} and save.`,
      };
    case "missing-export":
      return {
        happened: `${failure.place.file} imports ${quoted(failure.name)} from ${quoted(failure.specifier)}, which does not export that name.`,
        evidence: source(failure.place),
        rule: "What is imported has to be exported, under the same name.",
        next: failure.specifier.startsWith("#lesson/")
          ? `Put "export" before ${failure.name} in ${exercise}, or give it that name again.`
          : `Correct the import at ${at(failure.place, exercise)}.`,
      };
    case "missing-file":
      return {
        happened: `${pathOf(lesson, failure.file)} is not there any more.`,
        evidence: [`git checkout -- ${pathOf(lesson, failure.file)}`],
        rule: "A lesson is three files: README.md, exercise.ts, exercise.spec.ts.",
        next:
          failure.file === EXERCISE
            ? "The command above brings back what you committed last, or the starter. Was it kept by a reset? " +
              `Then npm run kata -- restore ${lesson.number} has it. Your editor may have it, too.`
            : "The command above brings the last committed version back. Nothing else is lost.",
      };
    case "no-specs":
      return {
        happened: `${pathOf(lesson, SPEC)} holds no spec.`,
        evidence: [`git checkout -- ${pathOf(lesson, SPEC)}`],
        rule: "A lesson is solved when all its specs are green, and it has at least one.",
        next: "The command above brings the specs back. Your exercise is not touched.",
      };
    case "hung":
      return {
        happened: `There was no result for ${failure.seconds} seconds, so the run was ended: most likely a loop in ${EXERCISE} never ends.`,
        evidence: source(failure.place),
        rule: "Every loop needs something that ends it: a cursor that moves on, a list that becomes shorter.",
        next: `Look at ${failure.place ? `the loop around ${at(failure.place, exercise)}` : `the loops in ${exercise}`}, correct it and save.`,
      };
    case "out-of-memory":
      return {
        happened: `The run used up its memory and was ended: most likely a loop in ${EXERCISE} never ends and keeps adding.`,
        evidence: [],
        rule: "Every loop needs something that ends it: a cursor that moves on, a list that becomes shorter.",
        next: `Look at the loops in ${exercise}, correct it and save.`,
      };
  }
}

function source(place: Place | undefined): string[] {
  if (!place) return [];
  const head = `${place.file}:${place.line}`;
  if (place.text === undefined) return [head];
  const indent = place.text.length - place.text.trimStart().length;
  const line = `    ${oneLine(place.text, PAGE_WIDTH - 6)}`;
  // A caret is only true where the line was not squeezed: oneLine turns runs of spaces into one.
  const column = place.column === undefined ? 0 : place.column - indent;
  const isExact = line.trim() === place.text.trim();
  return column > 0 && isExact ? [head, line, `${" ".repeat(3 + column)}^`] : [head, line];
}

function paragraphs(first: readonly string[], second: readonly string[]): string[] {
  return first.length > 0 && second.length > 0 ? [...first, "", ...second] : [...first, ...second];
}

function at(place: Place | undefined, otherwise: string): string {
  return place ? `${place.file}:${place.line}` : otherwise;
}

function during(spec: string | undefined): string {
  return spec === undefined ? "" : ` (It happened in: ${spec})`;
}

function quoted(text: string): string {
  return `"${text}"`;
}
