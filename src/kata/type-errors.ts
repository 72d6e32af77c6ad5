// What TypeScript complains about in an exercise: specs run without types, so nobody else says it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneLine, PAGE_WIDTH, wrap } from "#terminal";
import { EXERCISE, type Lesson, pathOf } from "./lessons.ts";

export interface TypeProblem {
  readonly line: number;
  readonly message: string;
}

/** Errors that are shown; the others are mostly consequences of them. */
const MOST_SHOWN = 3;
const LONGEST_MESSAGE = 240;

/**
 * Asks the compiler, in a process of its own, about this one file.
 * @param root absolute path of the repository
 * @param signal ends the process when nobody wants the answer any more
 * @returns the errors in the exercise itself; undefined when there is no compiler, or it could not be asked
 */
export async function typeErrorsIn(
  lesson: Lesson,
  root: string,
  signal?: AbortSignal,
): Promise<readonly TypeProblem[] | undefined> {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const settings = join(root, "tsconfig.json");
  if (!existsSync(compiler) || !existsSync(settings)) return undefined;
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), "kata-types-"));
    // Only this file and what it imports: the whole repository takes five times as long.
    const project = {
      extends: settings,
      compilerOptions: { noEmit: true, typeRoots: [join(root, "node_modules/@types")] },
      include: [],
      files: [join(lesson.folder, EXERCISE)],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
    const { code, output } = await outputOf([compiler, "-p", folder, "--pretty", "false"], root, signal);
    const errors = errorsIn(output, pathOf(lesson, EXERCISE));
    return code === 0 || errors.length > 0 || isElsewhere(output) ? errors : undefined;
  } catch {
    return undefined; // A courtesy: a full disk or a file that cannot be run must not end the loop.
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The errors as lines below a page, the first ones unless more are asked for. */
export function typeErrorLines(lesson: Lesson, errors: readonly TypeProblem[], most = MOST_SHOWN): string[] {
  if (errors.length === 0) return [];
  const more = errors.length - most;
  return [
    ...wrap(`TypeScript finds ${errors.length === 1 ? "an error" : `${errors.length} errors`} in ${EXERCISE}:`),
    ...errors
      .slice(0, most)
      .flatMap(({ line, message }) =>
        wrap(`${pathOf(lesson, EXERCISE)}:${line} ${message}`, { first: "  ", rest: "    ", width: PAGE_WIDTH }),
      ),
    ...(more > 0 ? [`  … and ${more} more: npm run kata -- types ${lesson.number}`] : []),
  ];
}

/** Lines such as "lessons/03-cursors/exercise.ts(11,9): error TS2322: Type …"; what is indented below belongs to them. */
function errorsIn(output: string, exercise: string): readonly TypeProblem[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [, file = "", number, message = ""] = /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
    return file.replaceAll("\\", "/").endsWith(exercise)
      ? [{ line: Number(number), message: oneLine(message, LONGEST_MESSAGE) }]
      : [];
  });
}

/** Whether the compiler came to the files, and complains about others: the exercise itself is well then. */
const isElsewhere = (output: string): boolean => /^.+\.ts\(\d+,\d+\): error TS\d+:/m.test(output);

async function outputOf(
  words: readonly string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, words, { cwd, stdio: ["ignore", "pipe", "ignore"], ...(signal && { signal }) });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
