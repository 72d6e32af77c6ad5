// From an error, as vitest hands it over from its worker thread, to the kind of failure that it is.
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { ReplayedRun } from "#simulation";
import { oneLine } from "#terminal";
import { isBelow, pathFrom } from "./paths.ts";
import { placeOf } from "./source-line.ts";
import type { Failure, Place } from "./verdict.ts";

/** What is used of an error that vitest has serialised. Name, message and own fields survive; the class does not. */
export interface SpecError {
  readonly name?: string;
  readonly message: string;
  readonly stacks?: readonly { readonly file: string; readonly line: number; readonly column: number }[];
  readonly cause?: SpecError;
  readonly [field: string]: unknown;
}

/** Longest message that is shown; a learner reads the first sentence, not a dump. Characters. */
const LONGEST_MESSAGE = 400;

/**
 * The failure of a spec that ran.
 * @param root absolute path of the repository
 * @param spec title of the spec
 * @param error the first error of the spec
 */
export function specFailure(root: string, spec: string, error: SpecError): Failure {
  if (error.name === "BrokenRule") {
    const { picture, token } = error as { readonly picture?: string; readonly token?: string };
    const more = { ...(picture !== undefined && { picture }), ...(token !== undefined && { token }) };
    return { kind: "broken-rule", spec, frame: error.message, ...more };
  }
  if (error.name === "ReplayedRun") {
    const { end, sentences, faults } = error as unknown as Pick<ReplayedRun, "end" | "sentences" | "faults">;
    return { kind: "replayed", spec, frame: error.message, end, sentences, faults };
  }
  const place = placeIn(root, error);
  const timeout = /^(?:Test|Hook) timed out in (\d+)ms/.exec(error.message);
  if (timeout) return { kind: "never-settled", spec, seconds: Number(timeout[1]) / 1000, ...place };
  const message = messageOf(error);
  if (error.name !== "AssertionError") return { kind: "thrown", spec, message, ...place };
  return {
    kind: "assertion",
    spec,
    message: message.replace(/\s*\/\/ (?:Object\.is|deep) equality$/, ""),
    ...(typeof error["expected"] === "string" ? { expected: error["expected"] } : {}),
    ...(typeof error["actual"] === "string" ? { received: error["actual"] } : {}),
    ...place,
  };
}

/**
 * The failure of a lesson whose files could not be loaded.
 * @param root absolute path of the repository
 * @param error the first error of the module
 */
export function loadFailure(root: string, error: SpecError): Failure {
  const text = stripVTControlCharacters(error.message);
  if (text.startsWith("No test suite found")) return { kind: "no-specs" };
  const lost = /Cannot find (?:module|package) '([^']+)' imported from '?([^'\n]+?)'?$/m.exec(text);
  if (lost) {
    const [, specifier = "", importer = ""] = lost;
    return { kind: "missing-module", specifier, place: importIn(root, importer, specifier) };
  }
  // Oxc: "Transform failed …", then "[PARSE_ERROR] Unexpected token", then "[ lessons/…/exercise.ts:3:13 ]" and a picture.
  const unread = /\[PARSE_ERROR\]\s*([^\n]+)[\s\S]*?\[ (.+?):(\d+):(\d+) \]/.exec(text);
  if (unread) {
    const [, problem = "", file = "", line, column] = unread;
    const from = error["__vitest_rollup_error__"] as { readonly id?: string } | undefined;
    const message = problem.trim().replace(/\.$/, "");
    return { kind: "syntax", message, place: placeOf(root, from?.id ?? file, Number(line), Number(column)) };
  }
  return { kind: "not-loaded", message: messageOf(error), ...placeIn(root, error) };
}

/**
 * The failure behind an error that belongs to no spec: it was thrown where nobody waited for it.
 * @param root absolute path of the repository
 * @param error as vitest collected it
 */
export function unhandledFailure(root: string, error: SpecError): Failure {
  const causes = [error, error.cause, error.cause?.cause].map((each) => `${each?.message} ${String(each?.["code"])}`);
  if (causes.some((each) => /memory limit|OUT_OF_MEMORY/.test(each))) return { kind: "out-of-memory" };
  const spec = error["VITEST_TEST_NAME"];
  return {
    kind: "unhandled",
    message: messageOf(error),
    ...(typeof spec === "string" ? { spec } : {}),
    ...placeIn(root, error),
  };
}

/**
 * Where a file imports something.
 * @param root absolute path of the repository
 * @param importer the file that imports, absolute or from the root
 * @param specifier as written between the quotes
 */
export function importIn(root: string, importer: string, specifier: string): Place {
  return placeOf(root, importer, lineWith(isAbsolute(importer) ? importer : join(root, importer), specifier));
}

function lineWith(file: string, specifier: string): number {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const found = lines.findIndex((line) => line.includes(`"${specifier}"`) || line.includes(`'${specifier}'`));
    return Math.max(1, found + 1);
  } catch {
    return 1;
  }
}

/** The first frame inside lessons/: what lies above it is our code or vitest's, and no business of the learner. */
function placeIn(root: string, error: SpecError): { place?: Place } {
  const frames = error.stacks ?? framesOf(error["stack"]);
  const frame = frames.find((each) => isBelow(join(root, "lessons"), each.file));
  return frame ? { place: placeOf(root, frame.file, frame.line) } : {};
}

/** vitest takes the stack of an error apart for specs only; that of an unhandled one is still text. */
function framesOf(stack: unknown): { file: string; line: number }[] {
  if (typeof stack !== "string") return [];
  return stack.split("\n").flatMap((line) => {
    const [, file, number] = /((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):\d+\)?$/.exec(line) ?? [];
    return file === undefined ? [] : [{ file: pathFrom(file), line: Number(number) }];
  });
}

function messageOf(error: SpecError): string {
  const message = oneLine(stripVTControlCharacters(error.message), LONGEST_MESSAGE);
  const named = error.name && !["Error", "AssertionError"].includes(error.name) ? `${error.name}: ` : "";
  return message === "" ? error.name || "an error without a message" : `${named}${message}`;
}
