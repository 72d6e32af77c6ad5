// The board as text: a table of learners and lessons that breaks into blocks, and below it where most are.
import { count, oneLine, widthOf, wrap } from "#terminal";
import type { Learner, Room } from "./room.ts";
import {
  ago,
  cellOf,
  clock,
  type Column,
  columnsOf,
  lessonAt,
  placesOf,
  silenceOf,
  specAt,
  throughOf,
} from "./standing.ts";

/** So many places are listed, and so many learners who are silent. */
const mostPlaces = 5;
const mostSilent = 3;
const widestName = 18;

/** The board in so many columns. */
export function boardText({ learners, unread }: Room, { now, width }: { now: Date; width: number }): readonly string[] {
  return [
    ...(learners.length === 0
      ? ["Nobody is on the board yet."]
      : [`The room at ${clock(now)}: ${count(learners.length, "learner")}`]),
    ...table(learners, now, width),
    ...places(learners, width),
    ...silence(learners, now, width),
    ...listed("Through with every lesson", throughOf(learners), width),
    ...(unread.length === 0
      ? []
      : ["", "Not on the board", ...unread.flatMap((line) => wrap(line, { first: "  ", rest: "    ", width }))]),
  ];
}

function table(learners: readonly Learner[], now: Date, width: number): readonly string[] {
  const lessons = columnsOf(learners);
  if (lessons.length === 0) return [];
  const room = Math.min(
    widestName,
    Math.max(7, ...learners.map(({ name }) => widthOf(name))),
    Math.max(7, Math.floor(width / 3)),
  );
  const head = (name: string, seen: string, hints: string) =>
    `  ${padded(oneLine(name, room), room)}  ${seen.padStart(6)}  ${hints.padStart(5)}`;
  const cells = lessons.map((lesson) => columnOf(lesson, learners));
  const blocks = inBlocks(cells, width - widthOf(head("", "", "")));
  return blocks
    .flatMap((block, index) => [
      "",
      line(
        head("learner", "silent", "hints"),
        block.map(([title]) => title as string),
      ),
      ...learners.map((learner, row) => {
        const hints = learner.lessons.reduce((sum, lesson) => sum + lesson.hints, 0);
        const facts =
          index === 0 ? head(learner.name, ago(learner.at, now), String(hints)) : head(learner.name, "", "");
        return line(
          facts,
          block.map((column) => column[row + 1] as string),
        );
      }),
    ])
    .concat("", ...wrap("✓ solved, 4/12 specs green, · not run yet, ‹ here", { first: "  ", width }));
}

/** The number of a lesson, and below it how far each learner is, all of one width. */
function columnOf({ name, number }: Column, learners: readonly Learner[]): readonly string[] {
  const cells = learners.map((learner) => {
    const cell = cellOf(learner.lessons.find((lesson) => lesson.name === name));
    return `${cell}${lessonAt(learner)?.name === name ? "‹" : " "}`;
  });
  const all = [`${number} `, ...cells];
  const width = Math.max(...all.map(widthOf));
  return all.map((cell) => `${" ".repeat(width - widthOf(cell))}${cell}`);
}

/** Columns side by side as long as there is room, at least one in each block. */
function inBlocks(columns: readonly (readonly string[])[], room: number): readonly (readonly (readonly string[])[])[] {
  const blocks: (readonly string[])[][] = [[]];
  let left = room;
  for (const column of columns) {
    const wide = widthOf(column[0] ?? "") + 1;
    if (wide > left && blocks.at(-1)?.length !== 0) {
      blocks.push([]);
      left = room;
    }
    blocks.at(-1)?.push(column);
    left -= wide;
  }
  return blocks;
}

const line = (head: string, cells: readonly string[]): string => `${head} ${cells.join(" ")}`.trimEnd();

const padded = (text: string, width: number): string => `${text}${" ".repeat(Math.max(0, width - widthOf(text)))}`;

function places(learners: readonly Learner[], width: number): readonly string[] {
  const all = placesOf(learners);
  if (all.length === 0) return [];
  const left = all.length - mostPlaces;
  return [
    "",
    "Where most are",
    ...all.slice(0, mostPlaces).flatMap(({ lesson, spec, learners: names }) => {
      const first = `  ${String(names.length).padStart(3)}  `;
      const rest = " ".repeat(first.length);
      return [...wrap(`${lesson}, ${spec}`, { first, rest, width }), ...wrap(names.join(", "), { first: rest, width })];
    }),
    ...(left > 0 ? [`       and ${count(left, "other place")}`] : []),
  ];
}

function silence(learners: readonly Learner[], now: Date, width: number): readonly string[] {
  const silent = silenceOf(learners)
    .filter(({ at }) => ago(at, now) !== "now")
    .slice(0, mostSilent);
  if (silent.length === 0) return [];
  return [
    "",
    "Silent for longest",
    ...silent.flatMap((learner) => {
      const lesson = lessonAt(learner);
      const place = lesson ? `${lesson.name}, ${specAt(lesson)}` : "";
      return wrap(`${learner.name}, at ${place}`, {
        first: `  ${ago(learner.at, now).padEnd(6)}  `,
        rest: " ".repeat(10),
        width,
      });
    }),
  ];
}

const listed = (title: string, names: readonly string[], width: number): readonly string[] =>
  names.length === 0 ? [] : ["", title, ...wrap(names.join(", "), { first: "  ", width })];
