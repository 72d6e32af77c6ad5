// Changes to a text that leave every line where it is, and their source map.
import { decode, encode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";

export interface Edit {
  readonly start: number;
  readonly end: number;
  /** On one line. The line ends of what it replaces are kept behind it. */
  readonly text: string;
}

export interface PlainMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** @param edits none within another */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = "";
  let done = 0;
  for (const edit of inOrder(edits)) {
    text += code.slice(done, edit.start) + edit.text + code.slice(edit.start, edit.end).replaceAll(/[^\n]/g, "");
    done = edit.end;
  }
  return text + code.slice(done);
}

/** The map of a text onto itself, word by word. */
export function mapOntoItself(code: string, source: string): PlainMap {
  const mappings = code
    .split("\n")
    .map((line, row) =>
      Array.from(line.matchAll(/\w+|\W/g), ({ index }): [number, number, number, number] => [index, 0, row, index]),
    );
  return { version: 3, sources: [source], names: [], mappings: encode(mappings) };
}

/**
 * The map of a text that is followed by a second copy of itself.
 *
 * @param map of the text
 * @param copyAt the row in which the copy begins, from 0
 * @param edits what was changed in the copy
 */
export function mapTwice(map: PlainMap, code: string, copyAt: number, edits: readonly Edit[]): PlainMap {
  const rows = decode(map.mappings).slice(0, copyAt);
  const between: SourceMapMappings = Array.from({ length: copyAt - rows.length }, () => []);
  const moved = movesOf(code, edits);
  const copy = rows.map((segments, row) => segments.map((segment) => movedBy(segment, moved.get(row) ?? [])));
  return { ...map, mappings: encode([...rows, ...between, ...copy]) };
}

interface Move {
  /** Columns from here on … */
  readonly from: number;
  /** … are so many further to the right. */
  readonly by: number;
}

function movesOf(code: string, edits: readonly Edit[]): ReadonlyMap<number, readonly Move[]> {
  const moves = new Map<number, Move[]>();
  let row = 0;
  let rowAt = 0;
  const goTo = (place: number): void => {
    for (let next = code.indexOf("\n", rowAt); next !== -1 && next < place; next = code.indexOf("\n", rowAt)) {
      row += 1;
      rowAt = next + 1;
    }
  };
  const add = (move: Move): void => void moves.set(row, [...(moves.get(row) ?? []), move]);
  for (const { start, end, text } of inOrder(edits)) {
    goTo(start);
    const begunIn = row;
    goTo(end);
    const column = end - rowAt;
    // What follows a replacement of several lines stands at the beginning of the last of them.
    add({ from: column, by: row === begunIn ? text.length - (end - start) : -column });
  }
  return moves;
}

function movedBy(
  segment: SourceMapMappings[number][number],
  moves: readonly Move[],
): SourceMapMappings[number][number] {
  const by = moves.reduce((sum, move) => (segment[0] >= move.from ? sum + move.by : sum), 0);
  return [Math.max(0, segment[0] + by), ...segment.slice(1)] as typeof segment;
}

const inOrder = (edits: readonly Edit[]): readonly Edit[] => edits.toSorted((a, b) => a.start - b.start);
