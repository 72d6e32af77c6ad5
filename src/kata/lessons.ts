// The lessons there are: folders lessons/NN-name, in the order of their numbers.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Lesson {
  readonly number: number;
  /** The folder's name, a stable id: "03-cursors". */
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** The first heading of the lesson's README, without its number. */
  readonly title: string;
}

/** The three files of a lesson. One that is missing is reported by the verdict, so that a deletion hides no lesson. */
export const README = "README.md";
export const EXERCISE = "exercise.ts";
export const SPEC = "exercise.spec.ts";

/** With these words begins the error of each gap of a starter. */
export const NOT_WRITTEN = "Not written yet";

/**
 * Finds the lessons of a repository.
 * @param root absolute path of the repository
 * @returns the lessons in number order; none when there is no folder lessons/
 */
export function findLessons(root: string): Lesson[] {
  const folder = join(root, "lessons");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d+-./.test(entry.name))
    .map((entry) => lessonIn(join(folder, entry.name), entry.name))
    .filter((lesson) => [README, EXERCISE, SPEC].some((file) => existsSync(join(lesson.folder, file))))
    .toSorted((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));
}

/**
 * Finds the lesson that somebody means.
 * @param lessons where to look
 * @param wanted "3", "03", "03-cursors", "cursors" or a path that ends in one of them
 * @returns the lesson, or undefined when none is meant
 */
export function chooseLesson(lessons: readonly Lesson[], wanted: string): Lesson | undefined {
  const word =
    wanted
      .toLowerCase()
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? "";
  if (/^\d+$/.test(word)) return lessons.find((lesson) => lesson.number === Number(word));
  return lessons.find((lesson) => lesson.name === word || lesson.name.replace(/^\d+-/, "") === word);
}

/**
 * The lesson's README.
 * @returns its text, or an empty text when the file is missing
 */
export function readmeOf(lesson: Lesson): string {
  const path = join(lesson.folder, README);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** A file of the lesson as a learner would type it: "lessons/03-cursors/exercise.ts". */
export function pathOf(lesson: Lesson, file: string): string {
  return `lessons/${lesson.name}/${file}`;
}

function lessonIn(folder: string, name: string): Lesson {
  const lesson = { number: Number.parseInt(name, 10), name, folder, title: name };
  const heading = /^#+\s+(.+?)\s*#*\s*$/m.exec(readmeOf(lesson))?.[1];
  // The page prints the number itself; "# Lesson 3: Cursors" and "# 03 · Cursors" must not say it twice.
  const title = heading?.replace(/^(?:lesson\s+)?0*(\d+)\s*[:.·–—-]*\s*/i, (whole, number: string) =>
    Number(number) === lesson.number ? "" : whole,
  );
  return { ...lesson, title: title || name };
}
