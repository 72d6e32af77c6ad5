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
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of words.flatMap((each) => pieces(each, room))) {
    if (!empty && columnsOf(line) + 1 + columnsOf(word) > frameWidth) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}

function pieces(word: string, room: number): readonly string[] {
  if (columnsOf(word) <= room) return [word];
  const part = startOf(word, room);
  return [part, ...pieces(word.slice(part.length), room)];
}
