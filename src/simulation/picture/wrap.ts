// Breaks a paragraph into lines of at most 80 columns. Each program has the same for its terminal (src/terminal), which this
// folder may not know; test/terminal/same-lines.test.ts holds the two to each other.
import { columnsOf, onOneLine, startOf } from "./columns.ts";

/** Columns of a frame. */
export const frameWidth = 80;

/**
 * Breaks a paragraph between its words; a word that is longer than a line is cut.
 *
 * @param margins what stands before the first line and before each further one
 */
export function wrap(
  text: string,
  { first, rest }: { readonly first: string; readonly rest: string },
): readonly string[] {
  const room = frameWidth - Math.max(columnsOf(first), columnsOf(rest));
  const words = text
    .split(/\s+/)
    .map(onOneLine)
    .filter((word) => word !== "");
  return broken(
    words.flatMap((each) => cut(each, room)),
    { width: frameWidth, first, rest },
  );
}

interface Breaking {
  readonly width: number;
  /** Stands between two pieces of a line. */
  readonly gap?: string;
  readonly first?: string;
  readonly rest?: string;
}

/** Puts pieces into lines, of which each has room for one at least. */
export function broken(
  pieces: readonly string[],
  { width, gap = " ", first = "", rest = "" }: Breaking,
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const piece of pieces) {
    if (!empty && columnsOf(line) + gap.length + columnsOf(piece) > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? piece : gap + piece;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

function cut(word: string, room: number): readonly string[] {
  if (columnsOf(word) <= room) return [word];
  const part = startOf(word, room);
  return [part, ...cut(word.slice(part.length), room)];
}
