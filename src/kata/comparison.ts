// What a spec expected and what it received, side by side.
// Only this much of it: the whole package takes three times as long to load.
import { diffLines } from "diff/lib/diff/line.js";
import { oneLine, PAGE_WIDTH, widthOf } from "#terminal";

const label = "expected  ";
const room = PAGE_WIDTH - 2 - label.length;
/** More lines than these nobody compares by eye. */
const mostLines = 12;

/**
 * Both sides: on a line each while they fit; of values that are longer, the lines that differ and what stands beside them.
 *
 * @param expected as vitest prints it, a part to a line
 */
export function comparison(expected: string | undefined, received: string | undefined): string[] {
  if (expected === undefined || received === undefined) return [];
  const [want, got] = [expected, received].map((text) => text.replace(/\s+/g, " ").trim()) as [string, string];
  const fits = Math.max(widthOf(want), widthOf(got)) <= room;
  const isOneLine = !expected.includes("\n") || !received.includes("\n");
  return fits || isOneLine ? sideBySide(want, got) : differing(expected, received);
}

/** When they are long, the part where they begin to differ. */
function sideBySide(want: string, got: string): string[] {
  let same = 0;
  while (same < want.length && want[same] === got[same]) same++;
  const from = Math.max(want.length, got.length) > room ? Math.max(0, same - 20) : 0;
  const part = (text: string): string => oneLine((from > 0 ? "…" : "") + text.slice(from), room);
  return [`expected  ${part(want)}`, `received  ${part(got)}`];
}

function differing(expected: string, received: string): string[] {
  const lines = diffLines(expected, received).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ sign: added ? "+" : removed ? "-" : " ", text })),
  );
  const differs = (index: number): boolean => (lines[index]?.sign ?? " ") !== " ";
  const near = lines.filter((_, index) => [index - 1, index, index + 1].some(differs));
  const shown = near.slice(0, mostLines).map(({ sign, text }) => `${sign} ${cut(text)}`.trimEnd());
  const more = near.length - shown.length;
  return ["- expected   + received", ...shown, ...(more > 0 ? [`… and ${more} more lines`] : [])];
}

/** With its indentation, which oneLine would take away. */
function cut(text: string): string {
  const indent = text.slice(0, text.length - text.trimStart().length).slice(0, 20);
  return indent + oneLine(text, PAGE_WIDTH - 4 - indent.length);
}
