// A tiny repository in the temporary folder, with lessons made for a test, and a way to run the kata's programs in it.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "../..");

/** A program that has not ended by then never will; it is ended, and the test fails with what it printed. */
const LONGEST_RUN_MS = 110_000;

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The spec of every lesson here: two easy specs around one that calls the exercise. */
export function specOf(lesson: string): string {
  return `import { expect, it } from "vitest";
import { answer } from "#lesson/${lesson}";

it("counts", () => expect(1).toBe(1));
it("answers with two", async () => expect(await answer()).toBe(2));
it("answers again", async () => expect(await answer()).toBe(2));
`;
}

/** @param files path from the root of the repository → text */
export function makeRepository(files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "kata-")));
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  write(root, "package.json", '{ "type": "module", "imports": { "#lesson/*": "./lessons/*/exercise.ts" } }');
  write(
    root,
    "vitest.config.ts",
    `import { defineConfig } from "vitest/config";
export default defineConfig({
  test: { projects: [{ test: { name: "lessons", include: ["lessons/*/exercise.spec.ts"] } }] },
});
`,
  );
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

/**
 * A copy of this repository with one of its lessons, whose exercise is replaced: the checks, the engine and the catalogue
 * are the real ones.
 * @param lesson "03-cursors"
 * @param exercise text of exercise.ts
 */
export function copyRepository(lesson: string, exercise: string): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "kata-")));
  for (const path of ["src", "package.json", "vitest.config.ts", `lessons/${lesson}`, `solutions/${lesson}`]) {
    cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  write(root, `lessons/${lesson}/exercise.ts`, exercise);
  return root;
}

/** A lesson with the usual spec. */
export function lessonFiles(lesson: string, exercise: string | undefined): Record<string, string> {
  return {
    [`lessons/${lesson}/README.md`]: `# A lesson called ${lesson}\n`,
    [`lessons/${lesson}/exercise.spec.ts`]: specOf(lesson),
    ...(exercise === undefined ? {} : { [`lessons/${lesson}/exercise.ts`]: exercise }),
  };
}

export function removeRepository(root: string): void {
  rmSync(root, { recursive: true, force: true });
}

/** Runs a program of the kata in a repository, without a terminal, until it ends by itself. */
export async function run(root: string, program: Program, ...words: string[]): Promise<Ended> {
  const child = startProgram(root, program, words);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output, errors }));
  });
}

type Program = "main.ts" | "lesson.ts" | "kata.ts";

/** Starts it, for somebody who does not read it to the end. */
export function startProgram(root: string, program: Program, words: readonly string[]) {
  const own = join(root, "src/kata", program);
  const isCopy = existsSync(own);
  // In a copy no lesson hangs in its specs, and on a busy machine the real engine takes seconds to load.
  const watchdog = isCopy ? "20000" : "3000";
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|FORCE_|CI$)/.test(name));
  return spawn("node", ["--import", "tsx", isCopy ? own : join(REPOSITORY, "src/kata", program), ...words], {
    cwd: root,
    env: { ...Object.fromEntries(kept), NO_COLOR: "1", KATA_WATCHDOG_MS: watchdog },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_RUN_MS,
    killSignal: "SIGKILL",
  });
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
