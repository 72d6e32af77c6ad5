// The catalogue of mistakes: the files of test/wrong, each with the job that it exports and its first line in words.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { lessonScenarios, type TestedJob, type TestScenario } from "./scenarios.ts";

export interface Mistake {
  readonly lesson: string;
  /** The file's name without its ending: "no-key". */
  readonly name: string;
  /** The file's first line: one plain sentence. */
  readonly sentence: string;
  readonly job: TestedJob;
  readonly scenarios: readonly TestScenario[];
}

/**
 * Reads all mistakes under test/wrong.
 *
 * @throws Error when a lesson has mistakes and no scenarios: it would be missing from the table without a word
 */
export async function readMistakes(): Promise<readonly Mistake[]> {
  const found: Mistake[] = [];
  for (const lesson of readdirSync("test/wrong").toSorted()) {
    const files = readdirSync(`test/wrong/${lesson}`).filter((file) => file.endsWith(".ts"));
    for (const file of files.toSorted()) {
      const path = `test/wrong/${lesson}/${file}`;
      const { scenarios } = scenariosOf(lesson);
      const name = file.replace(/\.ts$/, "");
      found.push({ lesson, name, sentence: sentenceOf(path), job: await readJob(lesson, path), scenarios });
    }
  }
  return found;
}

/** The job that a file exports for a lesson. */
export async function readJob(lesson: string, path: string): Promise<TestedJob> {
  const exported = (await import(resolve(path))) as Readonly<Record<string, TestedJob>>;
  const job = exported[scenariosOf(lesson).exports];
  if (!job) throw new Error(`${path} exports no ${scenariosOf(lesson).exports}.`);
  return job;
}

/** @throws Error when there are none */
export function scenariosOf(lesson: string): (typeof lessonScenarios)[string] {
  const scenarios = lessonScenarios[lesson];
  if (!scenarios)
    throw new Error(`Lesson ${lesson} has wrong solutions: add its scenarios to test/matrix/scenarios.ts.`);
  return scenarios;
}

const sentenceOf = (path: string): string => (readFileSync(path, "utf8").split("\n", 1)[0] ?? "").replace(/^\/\/ /, "");
