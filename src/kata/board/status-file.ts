// Where one learner is, as their kata wrote it: .kata/status.json, or what npm run kata -- status --json printed.
import { readFileSync, statSync } from "node:fs";
import type { LessonStatus, Status as Written } from "../status.ts";

/** What is kept in the file, with the time as a time. */
export interface Status extends Pick<Written, "learner" | "here" | "lessons"> {
  readonly at: Date;
}

/** The only version that is read here. */
const version: Written["version"] = 1;

/** More than the status of a hundred lessons. */
const mostBytes = 256 * 1024;
const mostLessons = 100;

/**
 * Reads a status.
 *
 * @returns the status, or why there is none: the end of a sentence that begins with the file
 */
export function readStatus(file: string): Status | string {
  try {
    const { size } = statSync(file);
    if (!statSync(file).isFile()) return "is no file: pass the folder of the checkout.";
    if (size > mostBytes) return "is too large for a status: ask for it once more.";
    return parseStatus(textIn(readFileSync(file)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "is not there: check the name.";
    return `cannot be read (${code ?? message}): check who may read it.`;
  }
}

/**
 * Reads the text of a status; what npm prints above it does not matter.
 *
 * @returns the status, or the end of a sentence about what is wrong with it
 */
export function parseStatus(text: string): Status | string {
  let found: unknown;
  try {
    found = JSON.parse(text.slice(Math.max(0, text.search(/^\{/m)), text.lastIndexOf("}") + 1));
  } catch {
    return "is no whole status: ask for it once more.";
  }
  if (!isRecord(found) || !("version" in found)) return "is no status: ask for npm run kata -- status --json.";
  if (found["version"] !== version) {
    return `is of version ${printable(JSON.stringify(found["version"]))}, and this board reads ${version}: update the older checkout.`;
  }
  const { learner = null, at, here = null, lessons } = found;
  const wrong = (what: string) => `is no status of version ${version} (${what}): ask for it once more.`;
  if (learner !== null && typeof learner !== "string") return wrong("learner is no text");
  if (here !== null && typeof here !== "string") return wrong("here is no text");
  const time = typeof at === "string" ? new Date(at) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) return wrong("at is no time");
  if (!Array.isArray(lessons) || lessons.length > mostLessons) return wrong("lessons is no list of them");
  const read = lessons.map(readLesson);
  const place = read.indexOf(undefined);
  if (place >= 0) return wrong(`lesson ${place + 1} cannot be used`);
  return {
    learner: learner && printable(learner, longestName),
    at: time,
    here: here && printable(here),
    lessons: read.filter((lesson) => lesson !== undefined),
  };
}

function readLesson(found: unknown): LessonStatus | undefined {
  if (!isRecord(found)) return undefined;
  const { name, title = name, green, total, solved, spec = null, hints = 0 } = found;
  if (typeof name !== "string" || typeof title !== "string" || printable(name) === "") return undefined;
  if (!isCount(green) || !isCount(total) || !isCount(hints) || green > total) return undefined;
  if (typeof solved !== "boolean" || (spec !== null && typeof spec !== "string")) return undefined;
  return { name: printable(name), title: printable(title), green, total, solved, spec: spec && printable(spec), hints };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The text of a file in the encoding that its first bytes tell: a PowerShell writes UTF-16 where others write UTF-8. */
function textIn(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** On one line, without signs that move the cursor, turn the direction of a text, or cannot be seen; and not too long. */
export function printable(text: string, most = mostSigns): string {
  const signs = Array.from(
    text
      .replace(/[\s\p{Z}]+/gu, " ")
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, "")
      .trim(),
  );
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : signs.join("");
}

const mostSigns = 200;
const longestName = 40;
