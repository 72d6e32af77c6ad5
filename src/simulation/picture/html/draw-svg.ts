// The story of a run as an SVG picture: executions as lanes from top to bottom, what was durable between them.
import type { Chapter, Story } from "../story.ts";
import { noWorker } from "../labels.ts";
import { sayTime } from "../say-time.ts";
import { foldLanes } from "../timeline.ts";
import { foldMarks, quiet } from "./fold-marks.ts";
import * as at from "./layout.ts";
import { type Mark, markOf, meanings } from "./marks.ts";
import { cut, escapeText } from "./text.ts";

interface Lane {
  readonly chapter: Chapter;
  readonly marks: readonly Mark[];
}

// The band between two lanes; a lane is at least as high as the three lines of its label.
const bandHeight = 30;
const laneHeight = 62;
const namedInFull = 2;
const labelWidth = at.marksFrom - at.margin - 8;

/**
 * Draws a story.
 *
 * @param words what the picture is called and what it shows, for whoever does not see it
 */
export function drawSvg(story: Story, words: { readonly title: string; readonly description: string }): string {
  const twice = new Set(
    story.chapters.flatMap(({ marks }) => marks.filter(({ kind }) => kind === "again").map(({ text }) => text)),
  );
  // Where much is repeated, the first ones stand for all, and the others leave room for what lies between them.
  const named = new Set([...twice].slice(0, namedInFull));
  const lanes = story.chapters.map((chapter) => ({ chapter, marks: chapter.marks.map((one) => markOf(one, named)) }));
  const parts: string[] = [];
  let y = at.margin;
  const add = ({ svg, height }: Part) => {
    parts.push(svg);
    y += height;
  };
  let other = false;
  foldLanes(lanes).forEach((lane, index) => {
    if (typeof lane === "number") return add(foldedLanes(lane, y));
    // Other people change no progress: what was durable before them has been said.
    if (index > 0) add(band(other ? "" : `durable: ${lane.chapter.durable}`, y));
    other = lane.chapter.worker === noWorker;
    return add(drawLane(lane, y));
  });
  add(band(`in the end: ${story.end}`, y));
  add(legend(lanes, y));
  const height = y + at.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at.pictureWidth} ${height}" role="img" aria-labelledby="run-title run-words">`,
    `<title id="run-title">${escapeText(words.title)}</title>`,
    `<desc id="run-words">${escapeText(words.description)}</desc>`,
    ...parts,
    "</svg>",
  ].join("\n");
}

interface Part {
  readonly svg: string;
  readonly height: number;
}

function drawLane({ chapter, marks }: Lane, y: number): Part {
  const row = foldMarks(marks, at.fitsLane);
  const one = at.flow(row, { from: at.marksFrom, to: at.marksTo, y: 0 });
  const height = Math.max(laneHeight, one.lines * at.lineHeight + 24);
  const top = y + height / 2 - ((one.lines - 1) * at.lineHeight) / 2;
  const { placed } = at.flow(row, { from: at.marksFrom, to: at.marksTo, y: top });
  const middle = y + height / 2;
  const svg = [
    `<rect class="lane" x="1" y="${y}" width="${at.pictureWidth - 2}" height="${height}" rx="8"/>`,
    drawText(chapter.label, { x: at.margin, y: middle - 11, size: at.textSize, look: "label", room: labelWidth }),
    ...labelLines(chapter).map((line, index) =>
      drawText(line, { x: at.margin, y: middle + 5 + 15 * index, size: at.smallSize, look: "quiet", room: labelWidth }),
    ),
    ...placed.map(drawMark),
  ];
  return { svg: svg.join("\n"), height };
}

/** Who it was, for how long, and from when on. */
function labelLines({ label, worker, from, to }: Chapter): readonly string[] {
  if (worker === noWorker) return from === undefined ? [] : [`at ${sayTime(from)}`];
  const who = label === `worker ${worker}` ? "" : `worker ${worker} `;
  if (from === undefined || to === undefined) return who === "" ? [] : [who.trim()];
  return [`${who}for ${sayTime(to - from)}`, `from ${sayTime(from)}`];
}

function foldedLanes(count: number, y: number): Part {
  const said = count === 1 ? "1 more execution" : `${count} more executions like these`;
  const svg = drawText(`… ${said} …`, { x: at.marksFrom, y: y + bandHeight / 2, size: at.textSize, look: "quiet" });
  return { svg, height: bandHeight };
}

function band(text: string, y: number): Part {
  const middle = y + bandHeight / 2;
  const room = at.marksTo - at.marksFrom;
  const svg = [
    `<path class="arrow" d="M${at.margin + 12} ${y + 5}v16m-5 -6l5 6l5 -6"/>`,
    drawText(text, { x: at.marksFrom, y: middle, size: at.smallSize, look: "durable", room }),
  ];
  return { svg: svg.join("\n"), height: bandHeight };
}

function legend(lanes: readonly Lane[], y: number): Part {
  const looks = new Set(lanes.flatMap(({ marks }) => marks).flatMap(({ look }) => look.split(" ")));
  const marks = meanings
    .filter((meaning) => meaning.looks.some((look) => looks.has(look)))
    .flatMap(({ mark, says }) => [{ ...mark, title: "", close: false }, quiet(`${says}\u00a0\u00a0`)]);
  if (marks.length === 0) return { svg: "", height: 0 };
  const { placed, lines } = at.flow(marks, { from: at.margin, to: at.marksTo, y: y + at.lineHeight / 2 + 6 });
  const svg = placed.map(drawMark).join("\n");
  return { svg: `<g class="legend">\n${svg}\n</g>`, height: lines * at.lineHeight + 6 };
}

function drawMark({ mark, text, x, y, width }: at.Placed): string {
  const { shape, look, title } = mark;
  const named = title === "" ? "" : `<title>${escapeText(title)}</title>`;
  if (shape === "dot") return `<g class="${look}">${named}<circle cx="${x + width / 2}" cy="${y}" r="5"/></g>`;
  if (shape === "words") return drawText(text, { x, y, size: at.textSize, look });
  const radius = shape === "pill" ? at.markHeight / 2 : 4;
  const top = y - at.markHeight / 2;
  const label = drawText(text, { x: x + 8, y, size: at.textSize, look: "" });
  return (
    `<g class="${look}">${named}<rect x="${x}" y="${top}" width="${width}" height="${at.markHeight}" rx="${radius}"/>` +
    `${label}</g>`
  );
}

interface TextPlace {
  readonly x: number;
  /** The middle of the letters. */
  readonly y: number;
  readonly size: number;
  readonly look: string;
  readonly room?: number;
}

function drawText(text: string, { x, y, size, look, room }: TextPlace): string {
  const shown = room === undefined ? text : cut(text, size, room);
  const baseline = Math.round((y + size * 0.35) * 10) / 10;
  const named = look === "" ? "" : ` class="${look}"`;
  return `<text${named} x="${x}" y="${baseline}" font-size="${size}">${escapeText(shown)}</text>`;
}
