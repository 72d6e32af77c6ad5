// Breaking text into lines of at most a given width.

export interface WrapOptions {
  /** Stands before the first line. */
  readonly first?: string;
  /** Stands before every other line. */
  readonly rest?: string;
  /** Columns, the prefix included. */
  readonly width?: number;
}

/** Columns of a page; a terminal may have fewer, never uses more. */
export const PAGE_WIDTH = 80;

/**
 * Breaks a paragraph at its spaces; a word that is longer than a line is cut.
 * @param text one paragraph; line breaks count as spaces
 * @returns at least one line
 */
export function wrap(text: string, { first = "", rest = first, width = PAGE_WIDTH }: WrapOptions = {}): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text
    .split(/\s+/)
    .filter((part) => part !== "")
    .flatMap((part) => cut(part, width - rest.length))) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

/** The text on one line of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}

function cut(word: string, length: number): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < word.length; from += length) pieces.push(word.slice(from, from + length));
  return pieces;
}
