// The catalogue of mistakes: the files of test/wrong, each with the job that it exports and its first line in words.
import { readdirSync, readFileSync } from "node:fs";
import { readSubject, type Subject } from "#catalogue";

export interface Mistake extends Subject {
  readonly lesson: string;
  /** The file's name without its ending: "no-key". */
  readonly name: string;
  /** The file's first line: one plain sentence. */
  readonly sentence: string;
}

/**
 * Reads all mistakes under test/wrong.
 *
 * @throws Error when nothing is declared about their lesson: it would be missing from the table without a word
 */
export async function readMistakes(): Promise<readonly Mistake[]> {
  const found: Mistake[] = [];
  for (const lesson of readdirSync("test/wrong").toSorted()) {
    const files = readdirSync(`test/wrong/${lesson}`).filter((file) => file.endsWith(".ts"));
    for (const file of files.toSorted()) {
      const path = `test/wrong/${lesson}/${file}`;
      const name = file.replace(/\.ts$/, "");
      found.push({ lesson, name, sentence: sentenceOf(path), ...(await readSubject(lesson, path)) });
    }
  }
  return found;
}

const sentenceOf = (path: string): string => (readFileSync(path, "utf8").split("\n", 1)[0] ?? "").replace(/^\/\/ /, "");
