// Draws the curve in text: overhead upwards, batch size to the right, and what to look at below.
import { count, grouped } from "#terminal";
import type { Curve } from "./curve.ts";
import { expected } from "./formula.ts";
import { roundPercent } from "./shares.ts";
import type { LabOptions } from "./options.ts";
import { type Heights, heights, placeOf, places, roundNumbers, sizeAt } from "./scale.ts";

const axisWidth = 11;

/** The plot with its axes, its marks and its legend. */
export function plot(curve: Curve, options: LabOptions): readonly string[] {
  const { items } = options;
  const formula = places.map((place) => expected(sizeAt(place, items), options).total);
  const scale = heights([...formula, ...curve.points.map(({ measured }) => measured.total)]);

  const grid = Array.from({ length: scale.rows }, () => blankLine());
  for (const [place, total] of formula.entries()) {
    if (!scale.isAbove(total)) put(grid, scale.rowOf(total), place, "·");
  }
  for (const { batch, measured } of curve.points) {
    const mark = scale.isAbove(measured.total) ? "↑" : "●";
    put(grid, scale.rowOf(measured.total), placeOf(batch, items), mark);
  }
  const above = curve.points.some(({ measured }) => scale.isAbove(measured.total));
  const legend = [
    "● measured   · the formula (Young 1974), where it differs",
    ...(above ? ["↑ more than 1,000 %"] : []),
  ];
  return [
    ...grid.map((cells, index) => `${yLabel(scale, index)}${cells.join("")}`),
    ...xAxis(items),
    ...marks(curve, items),
    "",
    ...legend.map((line) => `${" ".repeat(axisWidth + 1)}${line}`),
  ];
}

const blankLine = (): string[] => places.map(() => " ");

function put(grid: readonly string[][], row: number, place: number, mark: string): void {
  const cells = grid[row];
  if (cells) cells[place] = mark;
}

function yLabel({ ticks }: Heights, index: number): string {
  const tick = ticks.get(index);
  return tick === undefined ? `${" ".repeat(axisWidth)}│` : `${roundPercent(tick).padStart(axisWidth - 1)} ┤`;
}

/** The line, and below it as many round numbers as have room; the last one is the number of items. */
function xAxis(items: number): readonly string[] {
  const line = places.map(() => "─");
  const labels = blankLine();
  const write = (number: number): void => {
    const text = grouped(number);
    const place = placeOf(number, items);
    const start = Math.min(Math.max(place - Math.floor(text.length / 2), 0), places.length - text.length);
    // One blank on either side, or the numbers run together.
    const room = labels.slice(Math.max(start - 1, 0), start + text.length + 1);
    if (room.some((cell) => cell !== " ")) return;
    line[place] = "┬";
    labels.splice(start, text.length, ...text.split(""));
  };
  // The decades go first: the numbers between them take the room that is left.
  const decades = roundNumbers(items).filter((number) => Number.isInteger(Math.log10(number)));
  for (const number of [items, ...decades, ...roundNumbers(items)]) write(number);
  const left = " ".repeat(axisWidth);
  return [`${left}└${line.join("")}`, `${left} ${labels.join("")}`];
}

/** An arrow and words for each size that matters, on a line of its own. */
function marks({ chosen, formula, best }: Curve, items: number): readonly string[] {
  return [
    arrow(chosen.batch, "chosen", items),
    arrow(formula.batch, "least by the formula", items),
    ...(best ? [arrow(best.batch, "least measured", items)] : []),
  ];
}

function arrow(size: number, words: string, items: number): string {
  const place = placeOf(size, items);
  const text = `${words}: ${count(size, "item")}`;
  const after = `${" ".repeat(place)}▲ ${text}`;
  const line = after.length <= places.length ? after : `${" ".repeat(place - text.length - 1)}${text} ▲`;
  return `${" ".repeat(axisWidth)} ${line}`;
}
