// The page that a learner reads: title, progress, the first failing spec, and what can be done next.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Ink, oneLine, PAGE_WIDTH, plainInk, wrap } from "#terminal";
import { frame } from "./frame.ts";
import { EXERCISE, README, pathOf, readmeOf, type Lesson } from "./lessons.ts";
import { isSolved, type Failure, type Verdict } from "./verdict.ts";

/** Lines that the exercise printed which are shown; a whole exploration prints thousands. */
const SHOWN_PRINTED = 5;
const BAR_WIDTH = 24;
/** Failures of one spec; the others stand in the way of all that are not green. */
const SPEC_FAILURES: ReadonlySet<Failure["kind"]> = new Set([
  "broken-rule",
  "thrown",
  "assertion",
  "never-settled",
  "skipped",
]);

/** The first two lines of each page. */
export function headerLines(lesson: Lesson, ink: Ink = plainInk): string[] {
  const exercise = ink.link(EXERCISE, pathToFileURL(join(lesson.folder, EXERCISE)).href);
  return [
    ink.strong(oneLine(`Lesson ${lesson.number} · ${lesson.title}`, PAGE_WIDTH)),
    ink.faint(`Read ${pathOf(lesson, README)}, edit ${exercise}.`),
  ];
}

/**
 * A verdict as a page.
 * @param verdict what the run came to
 * @param options.ink colours; none by default
 * @param options.all print every failure instead of the first
 * @returns lines of at most 80 columns
 */
export function verdictPage(verdict: Verdict, options: VerdictOptions = {}): string[] {
  const { ink = plainInk } = options;
  return [...headerLines(verdict.lesson, ink), "", progressLine(verdict, ink), "", ...verdictLines(verdict, options)];
}

export interface VerdictOptions {
  readonly ink?: Ink;
  readonly all?: boolean;
}

/** What a verdict says, below the title and the bar. */
export function verdictLines(verdict: Verdict, { ink = plainInk, all = false }: VerdictOptions = {}): string[] {
  const shown = all ? verdict.failures : verdict.failures.slice(0, 1);
  const paragraphs = [
    ...(isSolved(verdict) ? [solvedLines(verdict.lesson, ink)] : []),
    ...shown.map((failure) => [
      ...specLines(failure, verdict, ink),
      ...colour(frame(failure, verdict.lesson, numberOf(failure, verdict)), ink),
    ]),
    printedLines(verdict, ink),
    waitingLines(verdict, shown, ink),
    verdict.afterthoughts ?? [],
  ];
  return paragraphs.filter((lines) => lines.length > 0).flatMap((lines, index) => (index > 0 ? ["", ...lines] : lines));
}

/** A verdict in one line, to stand above something else. */
export function verdictInShort(verdict: Verdict, ink: Ink): string {
  const [failure] = verdict.failures;
  if (!failure) return ink.good("✓ Every spec is green.");
  const spec = numberOf(failure, verdict);
  const [happened = ""] = frame(failure, verdict.lesson);
  return ink.bad(oneLine(`${spec === undefined ? "" : `Spec ${spec}  `}${happened}`, PAGE_WIDTH));
}

/** The number of the spec to which a failure belongs, counted from 1; undefined when it belongs to none. */
export function numberOf(failure: Failure, { specs }: Pick<Verdict, "specs">): number | undefined {
  const title = "spec" in failure ? failure.spec : undefined;
  const place = title === undefined ? -1 : specs.indexOf(title);
  return place === -1 ? undefined : place + 1;
}

function solvedLines(lesson: Lesson, ink: Ink): string[] {
  return [
    ink.good("✓ Every spec is green: this lesson is solved."),
    `  Next  Read "When it is green" in ${pathOf(lesson, README)}.`,
  ];
}

/** Which spec it is, by its number in the README and its title. */
function specLines(failure: Failure, verdict: Verdict, ink: Ink): string[] {
  const number = numberOf(failure, verdict);
  if (number === undefined) return [];
  const label = `Spec ${number}  `;
  return wrap(verdict.specs[number - 1] as string, { first: label, rest: " ".repeat(label.length) }).map((line) =>
    ink.faint(line),
  );
}

/** Said when no lesson is left. */
export function allSolvedPage(lessons: readonly Lesson[], ink: Ink = plainInk): string[] {
  const count = lessons.length === 1 ? "The lesson is" : `All ${lessons.length} lessons are`;
  return [
    ink.good(`✓ ${count} solved.`),
    "",
    ...wrap("Compare your exercises with solutions/NN-name/README.md: each explains the choices and what they cost.", {
      first: "  Next  ",
      rest: "        ",
    }),
    ...wrap("Then solve one again in the other style: steps, or iteration. Specs know no style.", {
      first: "        ",
    }),
  ];
}

/** As much of a verdict as a list tells. */
type State = Pick<Verdict, "green" | "total"> & { readonly solved: boolean };

/** A lesson among others, with what is known of it, and the minutes that it takes. */
export function listLine(
  lesson: Lesson,
  lessons: readonly Lesson[],
  state: State | undefined,
  { ink = plainInk, here = false }: { readonly ink?: Ink; readonly here?: boolean } = {},
): string {
  const width = Math.max(...lessons.map(({ name }) => name.length));
  const words = !state ? "not run yet" : state.solved ? "solved" : countOf(state);
  const [minutes] = /\b\d+ minutes\b/.exec(readmeOf(lesson)) ?? [];
  const time = state?.solved || minutes === undefined ? "" : `  ${minutes}`;
  return `${stateMark(state, ink)} ${lesson.name.padEnd(width)}  ${words}${time}${here ? "  ← you are here" : ""}`;
}

function stateMark(state: State | undefined, ink: Ink): string {
  if (!state) return ink.faint("·");
  return state.solved ? ink.good("✓") : ink.bad("✗");
}

/** The whole course in one line: a mark for each lesson, the one at hand in brackets. */
export function courseLine(
  lessons: readonly Lesson[],
  here: Lesson | undefined,
  stateOf: (lesson: Lesson) => State | undefined,
  ink: Ink,
): string {
  return lessons
    .map((lesson) => {
      const mark = stateMark(stateOf(lesson), ink);
      return lesson === here ? `[${mark}]` : ` ${mark} `;
    })
    .join("");
}

/** "3 of 8 specs green" */
export function countOf({ green, total }: Pick<Verdict, "green" | "total">): string {
  return total === 0 ? "no spec could run" : `${green} of ${total} specs green`;
}

export function progressLine(verdict: Verdict, ink: Ink): string {
  const { green, total } = verdict;
  // Rounded down: a full bar says that everything is green.
  const full = total === 0 ? 0 : Math.floor((BAR_WIDTH * green) / total);
  return `${ink.good("█".repeat(full))}${ink.faint("░".repeat(BAR_WIDTH - full))}  ${countOf(verdict)}`;
}

function waitingLines({ green, total }: Verdict, shown: readonly Failure[], ink: Ink): string[] {
  const specsShown = shown.filter((failure) => SPEC_FAILURES.has(failure.kind)).length;
  const waiting = total - green - specsShown;
  if (waiting <= 0) return [];
  const what = specsShown > 0 ? `${waiting} more` : waiting === 1 ? "1 spec" : `${waiting} specs`;
  return [ink.faint(`${what} ${waiting === 1 ? "comes" : "come"} after it, not run yet.`)];
}

function printedLines({ printed }: Verdict, ink: Ink): string[] {
  if (printed.length === 0) return [];
  const rest = printed.length - SHOWN_PRINTED;
  const lines = printed.slice(0, SHOWN_PRINTED).map((line) => `  │ ${oneLine(line, PAGE_WIDTH - 4)}`);
  const more = rest > 0 ? [`  │ … and ${rest} more lines`] : [];
  return ["Your code printed:", ...lines, ...more].map((line) => ink.faint(line));
}

/** Red for what happened, the labels of rule, next step and likeness in bold. The words carry the meaning. */
function colour(lines: readonly string[], ink: Ink): string[] {
  const end = lines.indexOf("");
  return lines.map((line, index) => {
    if (end === -1 ? index === 0 : index < end) return ink.bad(line);
    return line.replace(/^ {2}(Rule|Next|Like)(?= {2})/, (_all, label: string) => `  ${ink.strong(label)}`);
  });
}
