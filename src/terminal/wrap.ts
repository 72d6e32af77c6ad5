// Breaks text into lines that the terminal has room for.
import { stripVTControlCharacters } from "node:util";
import { noBreak, PAGE_WIDTH, startOf, widthOf } from "./width.ts";

export interface WrapOptions {
  /** Stands before the first line. */
  readonly first?: string;
  /** Stands before every other line. */
  readonly rest?: string;
  /** Columns, what stands before the lines included. */
  readonly width?: number;
}

/**
 * Breaks a paragraph between its words; a word that is longer than a line is cut.
 *
 * @param text one paragraph; line breaks count as spaces
 * @returns at least one line
 */
export function wrap(text: string, { first = "", rest = first, width = PAGE_WIDTH }: WrapOptions = {}): string[] {
  const room = Math.max(1, width - Math.max(widthOf(first), widthOf(rest)));
  const words = text.split(/[^\S\u00a0]+/).filter((word) => word !== "");
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of words.flatMap((each) => pieces(each, room))) {
    if (!empty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()].map((each) => each.replaceAll(noBreak, " "));
}

/** The text on one line of at most so many columns. */
export function oneLine(text: string, width: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return widthOf(flat) > width ? `${startOf(flat, width - 1)}…` : flat;
}

/**
 * Lines that are laid out already, for a terminal that may be narrower than a page: what is too long goes on below, under
 * the text that its label stands before.
 *
 * @example fit(["  Rule  Each effect happens exactly once."], 30)
 */
export const fit = (lines: readonly string[], width: number): string[] =>
  lines.flatMap((line) => (widthOf(line) <= width ? [line] : broken(line, width)));

/** What is written for lines: no space at their ends, none that is no usual space, and a newline after each. */
export const printed = (lines: readonly string[], width: number = PAGE_WIDTH): string =>
  fit(lines, width)
    .map((line) => `${line.replaceAll(noBreak, " ").trimEnd()}\n`)
    .join("");

function broken(line: string, width: number): string[] {
  const [label = ""] = /^\s*\S+(?: \S+){0,3} {2,}(?=\S)/.exec(line) ?? [];
  const [indent = ""] = /^\s*/.exec(line) ?? [];
  const first = label !== "" && widthOf(label) <= width / 2 ? label : indent;
  return wrap(line.slice(first.length), { first, rest: " ".repeat(widthOf(first)), width });
}

function pieces(word: string, room: number): readonly string[] {
  if (widthOf(word) <= room) return [word];
  const parts: string[] = [];
  // Without its colour, which is not to be cut in the middle.
  let left = stripVTControlCharacters(word);
  while (left !== "") {
    // A sign that takes two columns where there is one is taken all the same.
    const part = startOf(left, room) || (Array.from(left)[0] as string);
    parts.push(part);
    left = left.slice(part.length);
  }
  return parts;
}
