// A subject of a lesson: the learner's exercise, a solution or a mistake, with the worlds to try it in.
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyJobDefinition } from "#jobs";
import type { Shop } from "#shop";
import type { LessonFacts, SubjectScenario, TestedJob } from "./lesson-facts.ts";

const folder = resolve(import.meta.dirname, "lessons");

export interface Subject {
  readonly job: TestedJob;
  readonly scenarios: readonly SubjectScenario[];
}

/** The lessons about which facts are declared, in their order. */
export const declaredLessons = (): readonly string[] =>
  readdirSync(folder)
    .map((file) => file.replace(/\.ts$/, ""))
    .toSorted();

/**
 * What is declared about a lesson.
 *
 * @param lesson "03-cursors"
 * @throws Error when nothing is: the lesson would be missing from every table without a word
 */
export async function factsOf(lesson: string): Promise<LessonFacts> {
  const file = resolve(folder, `${lesson}.ts`);
  if (!existsSync(file)) {
    throw new Error(`Nothing is declared about lesson ${lesson}: add src/catalogue/lessons/${lesson}.ts.`);
  }
  return ((await import(pathToFileURL(file).href)) as { readonly facts: LessonFacts }).facts;
}

/**
 * Reads a subject.
 *
 * @param lesson "03-cursors"
 * @param path of the file that exports the jobs
 * @throws Error when it lacks one of them
 */
export async function readSubject(lesson: string, path: string): Promise<Subject> {
  const { job, otherJobs = [], scenarios } = await factsOf(lesson);
  const exported = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  const find = (name: string): TestedJob => {
    const found = exported[name];
    if (!found) throw new Error(`${path} exports no ${name}.`);
    return found as TestedJob;
  };
  const others: readonly AnyJobDefinition<Shop>[] = otherJobs.map(find);
  return {
    job: typeof job === "string" ? find(job) : (job(exported) as TestedJob),
    scenarios: scenarios.map(({ job: own, ...scenario }) => ({
      ...scenario,
      ...(own !== undefined && { job: find(own) }),
      ...(others.length > 0 && { otherJobs: others }),
    })),
  };
}
