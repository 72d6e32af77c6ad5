// Begins a lesson: all its files at once, or none, and nothing in the place of what is there.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shown, UsageError } from "#terminal";
import { filesOf } from "./files.ts";

/**
 * Writes the files of a new lesson.
 *
 * @param root of the repository
 * @param lesson its name: "06-retries"
 * @returns what was written, from the root
 * @throws UsageError when the name cannot be used, or a number or a name is taken, or a file cannot be written
 */
export function newLesson(root: string, lesson: string): readonly string[] {
  refuseName(lesson, root);
  const files = Object.entries(filesOf(lesson));
  const written: string[] = [];
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text, { flag: "wx" });
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(join(root, path), { force: true });
    for (const folder of ["lessons", "solutions", "test/wrong"]) removeEmpty(join(root, folder, lesson));
    const { code, message, path = "a file" } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be written (${code ?? message}): mend that, and ask again; nothing was left.`);
  }
  return written;
}

/** "06-retries": two digits, and words of small letters; a job is named after it. */
const goodName = /^(?!00)\d\d(?:-[a-z][a-z0-9]*)+$/;

const longestName = 40;

function refuseName(lesson: string, root: string): void {
  const taken = takenNames(root);
  if (!goodName.test(lesson) || lesson.length > longestName) {
    throw new UsageError(
      `${shown(lesson)} is no name of a lesson: two digits, then up to ${longestName - 3} small letters, digits and hyphens, as in ${nextNumber(taken)}-dead-letters.`,
    );
  }
  const [number, words] = [lesson.slice(0, 2), lesson.slice(3)];
  const sameNumber = taken.find((name) => Number.parseInt(name, 10) === Number(number));
  if (sameNumber !== undefined) {
    throw new UsageError(`The number ${number} is taken by ${sameNumber}: the next free one is ${nextNumber(taken)}.`);
  }
  const sameWords = taken.find((name) => name.replace(/^\d+-/, "") === words);
  if (sameWords !== undefined) {
    throw new UsageError(
      `There is a lesson ${sameWords} already, and "${words}" would mean both: choose another name.`,
    );
  }
}

/** The names of lessons, wherever a part of one is: a lesson of which only the mistakes are left has its name still. */
function takenNames(root: string): readonly string[] {
  const folders = [
    "lessons",
    "solutions",
    "src/catalogue/lessons",
    "src/catalogue/starters",
    "test/wrong",
    "test/wrong-solutions",
    "test/solutions",
  ];
  const names = folders.flatMap((folder) => entriesOf(join(root, folder)));
  return [
    ...new Set(names.filter((name) => /^\d+-/.test(name)).map((name) => name.replace(/(?:\.test)?\.ts$/, ""))),
  ].toSorted();
}

function nextNumber(taken: readonly string[]): string {
  const numbers = new Set(taken.map((name) => Number.parseInt(name, 10)));
  let next = Math.max(0, ...numbers) + 1;
  // After 99 a gap has to do.
  if (next > 99)
    next = Array.from({ length: 99 }, (_, place) => place + 1).find((number) => !numbers.has(number)) ?? 99;
  return String(next).padStart(2, "0");
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

function removeEmpty(folder: string): void {
  if (existsSync(folder) && entriesOf(folder).length === 0) rmSync(folder, { recursive: true, force: true });
}
