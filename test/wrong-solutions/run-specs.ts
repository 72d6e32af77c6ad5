// Runs a lesson's own spec against a mistake or another right answer, in this process: what the spec imports is read once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Spec, specsOf } from "./collected.ts";

export interface Outcome {
  /** The titles of all specs, in their order. */
  readonly specs: readonly string[];
  /** Those that failed, of those that were run. */
  readonly failed: readonly string[];
  /** What a learner who wrote this sees first; empty when no spec failed. */
  readonly message: string;
}

export interface Subject {
  readonly lesson: string;
  /** Of the file that exports the jobs: "test/wrong/03-cursors/no-key.ts". */
  readonly path: string;
}

export interface Extent {
  readonly all?: boolean;
  readonly only?: string | undefined;
}

/**
 * Runs the specs of a lesson with another subject.
 *
 * @param options.all goes on behind the first spec that fails, at which a learner would stop
 * @param options.only runs the spec of this title alone
 * @throws Error when the spec takes more from vitest than `it`, or has another subject than its lesson
 */
export async function runSpecs(subject: Subject, { all = false, only }: Extent = {}): Promise<Outcome> {
  const specs = await readSpecs(subject);
  const failed: string[] = [];
  let message = "";
  for (const { title, run } of specs) {
    if (only !== undefined && title !== only) continue;
    const error = await errorOf(run);
    if (error === undefined) continue;
    message ||= error;
    failed.push(title);
    if (!all) break;
  }
  return { specs: specs.map(({ title }) => title), failed, message };
}

/** Nothing is changed in the copy but its subject, and that its specs are handed to us. */
async function readSpecs({ lesson, path }: Subject): Promise<readonly Spec[]> {
  const folder = resolve(".kata", `specs-${process.pid}-${lesson}`);
  const from = (target: string): string => `from "${relative(folder, resolve(target)).replaceAll("\\", "/")}";`;
  const original = readFileSync(`lessons/${lesson}/exercise.spec.ts`, "utf8");
  const copy = original
    .replace(/(?<=^import \{ it \} )from "vitest";/m, from(join(import.meta.dirname, "collected.ts")))
    .replace(`from "#lesson/${lesson}";`, from(path));
  if (/from "(?:vitest|#lesson\/.*)"/.test(copy)) {
    throw new Error(`lessons/${lesson}/exercise.spec.ts imports more than { it } from vitest, or another lesson.`);
  }
  const file = join(folder, `${basename(path, ".ts")}.spec.ts`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, copy);
    return await specsOf(() => import(pathToFileURL(file).href));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function errorOf(run: Spec["run"]): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
