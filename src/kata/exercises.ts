// Puts another text into exercises, and keeps what was there. Killed at any moment, it is finished by whoever comes next.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXERCISE, type Lesson } from "./lessons.ts";
import { freeName } from "./progress.ts";
import { textOf, writeWhole } from "./whole-file.ts";

export interface Change {
  readonly lesson: Lesson;
  /** The new text of exercise.ts. */
  readonly text: string;
}

/** What became of one exercise. */
export interface Changed {
  readonly lesson: Lesson;
  /** Path of what was there before, from the root; undefined when nothing had to change. */
  readonly kept: string | undefined;
}

/** A change as it is written down before it is made. */
interface Planned {
  readonly lesson: string;
  readonly text: string;
  /** A hash of what stood there: whoever has edited it since keeps the edit. */
  readonly before: string | null;
}

const FOLDER = ".kata";
/** "2026-11-30T19-40-00.ts", and what was kept within the same second: "2026-11-30T19-40-00-2.ts". */
const KEPT = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)(?:-(\d+))?\.ts$/;
const plan = (root: string): string => join(root, FOLDER, "changes.json");

/** The starter of a lesson; undefined when there is none. */
export const starterOf = (root: string, { name }: Lesson): string | undefined =>
  textOf(join(root, "src", "catalogue", "starters", `${name}.ts`));

/** The reference solution of a lesson; undefined when there is none. */
export const solutionOf = (root: string, { name }: Lesson): string | undefined =>
  textOf(join(root, "solutions", name, EXERCISE));

/** The right answers of another shape that lie beside the solution: "steps.ts". */
export function otherAnswersOf(root: string, { name }: Lesson): readonly string[] {
  const folder = join(root, "solutions", name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== EXERCISE);
}

/**
 * Puts other texts into exercises; all of them, or, killed in the middle, the rest with finishChanges.
 *
 * @param now dates what is kept
 * @returns one answer for each change, in their order
 */
export function changeExercises(root: string, changes: readonly Change[], now: Date): readonly Changed[] {
  finishChanges(root);
  const planned: Planned[] = [];
  const changed = changes.map(({ lesson, text }): Changed => {
    const before = textOf(join(lesson.folder, EXERCISE));
    if (before === text) return { lesson, kept: undefined };
    planned.push({ lesson: lesson.name, text, before: hashOf(before) });
    return { lesson, kept: before === undefined ? undefined : keepAside(root, lesson, before, now) };
  });
  if (planned.length > 0) {
    writeWhole(plan(root), JSON.stringify(planned));
    finishChanges(root);
  }
  return changed;
}

/** Makes the changes that a killed process has left; an exercise that was edited since stays as it is. */
export function finishChanges(root: string): void {
  const text = textOf(plan(root));
  if (text === undefined) return;
  for (const { lesson, text: after, before } of planIn(text) ?? []) {
    const file = join(root, "lessons", lesson, EXERCISE);
    if (hashOf(textOf(file)) === before) writeWhole(file, after);
  }
  rmSync(plan(root));
}

/** What a plan says; nothing when somebody has edited it: what was to be replaced is kept anyway. */
function planIn(text: string): readonly Planned[] | undefined {
  try {
    const planned = JSON.parse(text) as unknown;
    return Array.isArray(planned) ? (planned as readonly Planned[]) : undefined;
  } catch {
    return undefined;
  }
}

/** What was kept of a lesson's exercise, the newest first: paths from the root. */
export function keptAside(root: string, { name }: Lesson): readonly string[] {
  const folder = join(root, FOLDER, "aside", name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => KEPT.test(file))
    .toSorted(newestFirst)
    .map((file) => `${FOLDER}/aside/${name}/${file}`);
}

/** Keeps a text under the time of day, in the folder of its lesson. */
function keepAside(root: string, { name }: Lesson, text: string, now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(":", "-");
  const path = freeName(join(root, FOLDER, "aside", name, time), ".ts");
  writeWhole(path, text);
  return path.slice(root.length + 1).replaceAll("\\", "/");
}

/** By time, and what was kept within one second by its number. */
function newestFirst(one: string, other: string): number {
  const [[oneTime, oneNumber], [otherTime, otherNumber]] = [timeOf(one), timeOf(other)];
  return oneTime === otherTime ? otherNumber - oneNumber : oneTime < otherTime ? 1 : -1;
}

function timeOf(file: string): readonly [string, number] {
  const [, time = "", number = "1"] = KEPT.exec(file) ?? [];
  return [time, Number(number)];
}

const hashOf = (text: string | undefined): string | null =>
  text === undefined ? null : createHash("sha256").update(text).digest("hex");
