// Where everything in the picture stands: marks flow from left to right, and into a new line when there is no room.
import type { Mark } from "./marks.ts";
import { cut, widthOf } from "./text.ts";

/** Pixels. */
export const textSize = 13;
export const smallSize = 11.5;
export const pictureWidth = 960;
export const margin = 16;
/** Where the marks of a lane begin, to the right of its label. */
export const marksFrom = 188;
export const marksTo = pictureWidth - margin;
/** From one line of marks to the next, and the height of a mark. */
export const lineHeight = 34;
export const markHeight = 24;

const gap = 8;
const dotWidth = 11;
// Wide enough for a name in words; what is longer is cut, and whole in its title. A mark alone may take the whole line.
const longest = 330;

/** A mark with its place; `y` is its middle. */
export interface Placed {
  readonly mark: Mark;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Puts marks one after another between two columns. */
export function flow(
  marks: readonly Mark[],
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
): { readonly placed: readonly Placed[]; readonly lines: number } {
  const placed: Placed[] = [];
  let x = from;
  let line = 0;
  const room = marks.length === 1 ? to - from : longest;
  for (const mark of marks) {
    const text = cut(mark.text, textSize, room);
    const width = sizeOf(mark, text);
    const before = x === from ? 0 : mark.close ? 4 : gap;
    if (x + before + width > to && x > from) {
      line += 1;
      x = from;
    } else x += before;
    placed.push({ mark, text, x, y: y + line * lineHeight, width });
    x += width;
  }
  return { placed, lines: line + 1 };
}

/** Whether marks fit into one line of a lane. */
export const fitsLane = (marks: readonly Mark[]): boolean =>
  flow(marks, { from: marksFrom, to: marksTo, y: 0 }).lines === 1;

function sizeOf({ shape }: Mark, text: string): number {
  if (shape === "dot") return dotWidth;
  return Math.ceil(widthOf(text, textSize)) + (shape === "words" ? 0 : 16);
}
