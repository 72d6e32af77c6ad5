// The board as one page for a projector. It loads nothing, runs no script, and asks for itself anew.
import { count } from "#terminal";
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

/** Every so many seconds the page is asked for anew, and written anew. */
export const REFRESH_SECONDS = 5;

/** By this a page of ours is known. */
export const generator = '<meta name="generator" content="job-continuation-kata board">';

const mostPlaces = 6;
const mostSilent = 5;

/** The board as HTML. */
export function boardPage({ learners, unread }: Room, now: Date): string {
  const lessons = columnsOf(learners);
  const through = throughOf(learners);
  const silent = silenceOf(learners).filter(({ at }) => ago(at, now) !== "now");
  return `${[
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    generator,
    `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>The room</title>",
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<h1>The room at ${clock(now)}: ${count(learners.length, "learner").replaceAll("\u00a0", " ")}</h1>`,
    ...(learners.length === 0 ? ["<p>Nobody is on the board yet.</p>"] : table(learners, lessons, now)),
    '<div class="below">',
    ...section(
      "Where most are",
      placesOf(learners)
        .slice(0, mostPlaces)
        .map(
          ({ lesson, spec, learners: names }) =>
            `<b>${names.length}</b> ${escaped(lesson)}, ${escaped(spec)}<br><span>${escaped(names.join(", "))}</span>`,
        ),
    ),
    ...section(
      "Silent for longest",
      silent.slice(0, mostSilent).map((learner) => {
        const lesson = lessonAt(learner);
        const place = lesson ? `${lesson.name}, ${specAt(lesson)}` : "";
        return `<b>${ago(learner.at, now)}</b> ${escaped(learner.name)}<br><span>${escaped(place)}</span>`;
      }),
    ),
    ...section("Through with every lesson", through.length === 0 ? [] : [escaped(through.join(", "))]),
    ...section("Not on the board", unread.map(escaped)),
    "</div>",
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}

function table(learners: readonly Learner[], lessons: readonly Column[], now: Date): readonly string[] {
  return [
    "<table>",
    '<thead><tr><th scope="col">learner</th><th scope="col">silent</th>',
    ...lessons.map(({ number, title }) => `<th scope="col">${escaped(number)}<br><span>${escaped(title)}</span></th>`),
    "</tr></thead>",
    "<tbody>",
    ...learners.map((learner) => {
      const cells = lessons.map(({ name }) => cell(learner, name));
      const head = `<th scope="row">${escaped(learner.name)}</th><td class="quiet">${ago(learner.at, now)}</td>`;
      return `<tr>${head}${cells.join("")}</tr>`;
    }),
    "</tbody>",
    "</table>",
    '<p class="quiet">✓ solved · 4/12 specs green · framed: here</p>',
  ];
}

function cell(learner: Learner, name: string): string {
  const lesson = learner.lessons.find((one) => one.name === name);
  const kind = lesson?.solved ? "solved" : lesson && lesson.total > 0 ? "begun" : "open";
  const isHere = lessonAt(learner)?.name === name;
  const share =
    kind === "begun" && lesson ? ` style="--share: ${Math.round((100 * lesson.green) / lesson.total)}%"` : "";
  return `<td class="${kind}${isHere ? " here" : ""}"${share}>${cellOf(lesson)}</td>`;
}

const section = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0
    ? []
    : ["<section>", `<h2>${title}</h2>`, "<ul>", ...items.map((item) => `<li>${item}</li>`), "</ul>", "</section>"];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What somebody called themselves is text, whatever is in it. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] as string);

const style = `
:root { color-scheme: light dark; --page: #ffffff; --ink: #1c2024; --quiet: #5b6470; --line: #c3cad2; --good: #cfe8d1;
  --begun: #fbeac7; --here: #3b6ea8; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e7eaee; --quiet: #a4adb8; --line: #47505a;
  --good: #1f4a25; --begun: #4d3a0a; --here: #79aee8; } }
body { margin: 0; padding: 2vh 2vw; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: clamp(15px, 1.3vw, 26px)/1.35 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0 0 .6em; font-size: 1.5em; }
h2 { margin: 0 0 .3em; font-size: 1.1em; }
table { border-collapse: separate; border-spacing: 3px; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; vertical-align: bottom; }
thead span { font-weight: 400; font-size: .75em; color: var(--quiet); }
td { padding: .1em .4em; text-align: center; border: 2px solid transparent; white-space: nowrap; }
td.quiet { text-align: right; }
td.solved { background: var(--good); }
td.begun { background: linear-gradient(90deg, var(--begun) var(--share), transparent var(--share)); border-color: var(--line); }
td.open { border-color: var(--line); color: var(--quiet); }
td.here { border-color: var(--here); border-width: 3px; font-weight: 700; }
.quiet, section span { color: var(--quiet); }
.below { display: grid; grid-template-columns: repeat(auto-fit, minmax(18em, 1fr)); gap: 1em 2em; margin-top: 1em; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: 0 0 .4em; }
`;
