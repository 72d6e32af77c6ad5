// From a file and a line to the place that a frame shows.
import { readFileSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import type { Place } from "./verdict.ts";

/**
 * The place in words that a learner can use.
 * @param root absolute path of the repository
 * @param file path of the file, absolute or from the root
 * @param line from 1
 * @param column from 1, when the problem has one
 */
export function placeOf(root: string, file: string, line: number, column?: number): Place {
  const absolute = isAbsolute(file) ? file : join(root, file);
  const text = lineOf(absolute, line);
  return {
    file: relative(root, absolute).replaceAll(sep, "/"),
    line,
    ...(text === undefined ? {} : { text }),
    ...(column === undefined ? {} : { column }),
  };
}

function lineOf(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[line - 1];
  } catch {
    return undefined; // Deleted or renamed since: file and line still help.
  }
}
