// What the specs of a lesson are tried on: the mistakes of test/wrong, and the right answers of solutions.
import { readdirSync, readFileSync } from "node:fs";

export interface SubjectFile {
  readonly lesson: string;
  /** The file's name without its ending: "no-key". */
  readonly name: string;
  readonly path: string;
}

/** The lessons that have mistakes, in their order. */
export const lessonsWithMistakes = (): readonly string[] => readdirSync("test/wrong").toSorted();

/** The mistakes of a lesson. */
export const mistakesOf = (lesson: string): readonly SubjectFile[] => filesOf("test/wrong", lesson);

/** Its right answers: the reference solution, and those of another shape. */
export const answersOf = (lesson: string): readonly SubjectFile[] => filesOf("solutions", lesson);

/** A mistake in one plain sentence: the first line of its file. */
export const sentenceOf = ({ path }: SubjectFile): string =>
  (readFileSync(path, "utf8").split("\n", 1)[0] ?? "").replace(/^\/\/ /, "");

function filesOf(folder: string, lesson: string): readonly SubjectFile[] {
  return readdirSync(`${folder}/${lesson}`)
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) => ({ lesson, name: file.replace(/\.ts$/, ""), path: `${folder}/${lesson}/${file}` }));
}
