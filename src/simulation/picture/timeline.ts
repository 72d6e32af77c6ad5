// A run as a picture in text: one lane for each execution, at most 15 lines of 80 columns, readable without colour.
import type { Hole } from "./hole.ts";
import { columnsOf, cutMiddle, onOneLine } from "./columns.ts";
import { fold, type Mark } from "./fold.ts";
import { laneMarks } from "./lane-marks.ts";
import type { Run } from "../run/run.ts";
import { type Story, storyOf } from "./story.ts";
import { broken, frameWidth } from "./wrap.ts";

const maxLines = 15;
const mostLegendLines = 2;
const indent = "  ";
// Lanes and the lines that explain the marks; one lane takes one line.
const maxLanes = maxLines - mostLegendLines;
// Of a run that is folded.
const mostKept = maxLanes - 4;
// With longer names there would be no room for what happened.
const longestLabel = 30;

/**
 * Draws a run.
 *
 * @param run what happened
 * @param spotlight names of effects that something is wrong with; they are marked and never folded away
 * @param missing an effect that never happened; it is marked in its place
 * @returns the lines, without colour
 */
export function drawTimeline(run: Run, spotlight: readonly string[] = [], missing?: Hole): readonly string[] {
  return paintTimeline(storyOf(run, { spotlight, ...(missing && { missing }) }));
}

interface Lane {
  readonly label: string;
  readonly marks: readonly Mark[];
}

/** The same for a story that has been told already. For the frame. */
export function paintTimeline({ chapters, movesCursors }: Story): readonly string[] {
  const lanes = chapters.map((chapter) => ({
    label: cutMiddle(onOneLine(chapter.label), longestLabel),
    marks: laneMarks(chapter, movesCursors),
  }));
  const margin = Math.max(0, ...lanes.map(({ label }) => columnsOf(label))) + indent.length;
  const room = frameWidth - margin - indent.length;
  const rows = foldLanes(lanes);
  // A few lanes may take more room each.
  const mostLines = Math.max(1, Math.min(3, Math.floor(maxLanes / rows.length)));
  const lines = rows.flatMap((lane) => {
    if (typeof lane === "number") return [`… ${lane} more executions like these …`];
    const [first = "", ...rest] = fold(lane.marks, room, mostLines);
    const label = lane.label + " ".repeat(margin - columnsOf(lane.label));
    return [label + first, ...rest.map((line) => " ".repeat(margin) + line)];
  });
  const legend = legendFor(lanes, room).map((line) => " ".repeat(margin) + line);
  return [...lines, ...legend].map((line) => `${indent}${line}`.trimEnd());
}

/** Keeps the first lanes, the last ones, and those that something is wrong with; a number stands for what is left out. */
export function foldLanes<Row extends { readonly marks: readonly Pick<Mark, "wrong">[] }>(
  lanes: readonly Row[],
): readonly (Row | number)[] {
  if (lanes.length <= maxLanes) return lanes;
  let keep: ReadonlySet<number> = new Set([0, 1, 2, lanes.length - 2, lanes.length - 1]);
  lanes.forEach((lane, index) => {
    if (keep.size >= mostKept || !lane.marks.some(({ wrong }) => wrong)) return;
    const more = new Set([...keep, index]);
    // Between two lanes that are kept there may be a line more, for those that are not.
    if (foldedTo(lanes, more).length <= maxLanes) keep = more;
  });
  return foldedTo(lanes, keep);
}

function foldedTo<Row>(lanes: readonly Row[], keep: ReadonlySet<number>): readonly (Row | number)[] {
  const folded: (Row | number)[] = [];
  lanes.forEach((lane, index) => {
    const last = folded.at(-1);
    if (keep.has(index)) folded.push(lane);
    else if (typeof last === "number") folded[folded.length - 1] = last + 1;
    else folded.push(1);
  });
  return folded;
}

const meanings: Readonly<Record<string, string>> = {
  "●": "● cursor saved",
  "○": "○ cursor in memory only",
  "✕": "✕ worker gone",
  "▲": "▲ second time",
  "∅": "∅ never happened",
  "=": "= known by its key",
  "✗ refused": "✗ refused: not done",
  "✗ answer lost": "✗ answer lost: done",
};

/** As many meanings as fit into two lines: more signs than that are in no run that anybody would draw. */
function legendFor(lanes: readonly Lane[], room: number): readonly string[] {
  const marks = lanes.flatMap((lane) => lane.marks);
  const said = Object.entries(meanings).flatMap(([sign, meaning]) =>
    marks.some(({ text, signs }) => signs.includes(sign) || (sign === "✕" && text.startsWith(sign))) ? [meaning] : [],
  );
  // "note_for_warehouse #2 1": one of several jobs of that name.
  if (lanes.some(({ label }) => / #\d+ \d+$/.test(label))) said.unshift("#2 1  second job of that name, execution 1");
  if (said.length === 0) return [];
  return broken(said, { width: room, gap: "   " }).slice(0, mostLegendLines);
}
