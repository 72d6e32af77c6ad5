// A run as a picture in text: one lane for each execution, at most 15 lines of 80 columns, readable without colour.
import type { Hole } from "./hole.ts";
import { broken, fold, type Mark } from "./fold.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import type { Run } from "../run/run.ts";

const width = 80;
const maxLines = 15;
const mostLegendLines = 2;
const indent = "  ";
// Lanes and the lines that explain the marks; one lane takes one line.
const maxLanes = maxLines - mostLegendLines;

/**
 * Draws a run.
 *
 * @param run what happened
 * @param spotlight names of effects that something is wrong with; they are marked and never folded away
 * @param missing an effect that never happened; it is marked in its place
 * @returns the lines, without colour
 */
export function drawTimeline(run: Run, spotlight: readonly string[] = [], missing?: Hole): readonly string[] {
  const lanes = lanesOf(run, new Set(spotlight), missing);
  const labels = lanes.map(({ label }) => label);
  const margin = Math.max(0, ...labels.map((label) => label.length)) + indent.length;
  const rows = foldLanes(lanes);
  // A few lanes may take more room each.
  const mostLines = Math.max(1, Math.min(3, Math.floor(maxLanes / rows.length)));
  const lines = rows.flatMap((lane) => {
    if (typeof lane === "number") return [`${indent}… ${lane} more executions like these …`];
    const [first = "", ...rest] = fold(lane.marks, width - margin - indent.length, mostLines);
    return [`${lane.label.padEnd(margin)}${first}`, ...rest.map((line) => " ".repeat(margin) + line)].map((line) =>
      `${indent}${line}`.trimEnd(),
    );
  });
  const legend = legendFor(lanes, width - margin - indent.length);
  return [...lines, ...legend.map((line) => `${indent}${" ".repeat(margin)}${line}`)];
}

/** Keeps the first lanes, the last ones, and those that something is wrong with; a number stands for what is left out. */
export function foldLanes<Row extends { readonly marks: readonly Pick<Mark, "wrong">[] }>(
  lanes: readonly Row[],
): readonly (Row | number)[] {
  if (lanes.length <= maxLanes) return lanes;
  const room = maxLanes - 4;
  const keep = new Set([0, 1, 2, lanes.length - 2, lanes.length - 1]);
  lanes.forEach((lane, index) => lane.marks.some((mark) => mark.wrong) && keep.size < room && keep.add(index));
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
  const used = lanes.flatMap(({ marks }) => marks).map(({ text }: Mark) => text);
  const said = Object.entries(meanings).flatMap(([sign, meaning]) =>
    used.some((text) => text.includes(sign)) ? [meaning] : [],
  );
  // Four older signs may pass the room by two columns, and a kept text in test/wrong has it so: they stay on one line.
  const breaks = said.some((meaning) => meaning.startsWith("✗"));
  return broken(said, "   ", breaks ? room : Infinity).slice(0, mostLegendLines);
}
