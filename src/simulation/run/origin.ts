// Where in the code of a job an operation was asked for.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// Deep enough for the way from a job through the engine to the gate.
const frames = 60;

/** Asks for the point with this number to be watched. */
export interface Watch {
  readonly point: number;
  readonly seen: () => void;
}

/**
 * Runs something, and notes the line of the job that asked for one of its points.
 *
 * @param point the number of the point
 * @param run does the run, with the watch handed on to its gate
 * @returns "lessons/03-cursors/exercise.ts:12", or undefined when the line is not known
 */
export async function callerOfPoint(
  point: number,
  run: (watch: Watch) => Promise<unknown>,
): Promise<string | undefined> {
  let stack: string | undefined;
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  try {
    await run({ point, seen: () => (stack = new Error("seen").stack) });
  } finally {
    Error.stackTraceLimit = before;
  }
  return placeOf(stack);
}

/** The first line of a job's own code in a stack, "lessons/03-cursors/exercise.ts:12"; undefined when there is none. */
export const placeOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split("\n")
    .map((frame) => placeIn(frame))
    .find((place) => place !== undefined);

/** The repository as stack frames name it: by its path, or by its address. */
const repository = resolve(import.meta.dirname, "../../..");
const roots = [pathToFileURL(repository).href, repository, repository.replaceAll("\\", "/")].map((root) => `${root}/`);

/**
 * The file and line of a stack frame, when it belongs to a job and not to the engine, the shop or the simulation.
 *
 * @param frame a line of a stack
 * @param from how the root of the repository may be written, with a slash at its end
 */
export function placeIn(frame: string, from: readonly string[] = roots): string | undefined {
  const root = from.find((one) => frame.includes(one));
  if (root === undefined) return undefined;
  const path = frame.slice(frame.indexOf(root) + root.length);
  const [, file, line] = /^((?:lessons|solutions|test)\/[^():?]+\.ts)[^:]*:(\d+)/.exec(path) ?? [];
  return file && line && !/\.(?:spec|test)\.ts$/.test(file) ? `${file}:${line}` : undefined;
}
