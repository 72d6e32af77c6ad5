// A run in sentences, for whoever hears it instead of seeing it.
import { brief } from "./columns.ts";
import { isEffect, type Moment } from "./moments.ts";
import type { Run } from "../run/run.ts";
import { type Chapter, type Story, type StoryOptions, storyOf } from "./story.ts";
import { foldLanes } from "./timeline.ts";

// Up to so many effects in a row are named one by one.
const namedOneByOne = 3;

/**
 * Tells a run in sentences.
 *
 * @example "Execution 1 did charge 1, saved cursor 1 and did charge 2; then the worker was killed."
 * @returns for each of at most 12 executions what it found durable and what it did, each in a line, and at the end what came
 *   of it all; without signs and colour
 */
export const describeRun = (run: Run, options: StoryOptions = {}): readonly string[] =>
  describeStory(storyOf(run, options));

/** The same for a story that has been told already. For the picture. */
export function describeStory(story: Story): readonly string[] {
  const chapters = foldLanes(story.chapters).flatMap((chapter, index) =>
    typeof chapter === "number"
      ? [`${chapter} more ${chapter === 1 ? "execution" : "executions"} like these.`]
      : sentencesFor(inBrief(chapter), index > 0),
  );
  return [...chapters, `In the end the outside world had seen ${story.end}.`];
}

/** Nobody listens to a cursor that goes on for a page. */
const inBrief = (chapter: Chapter): Chapter => ({
  ...chapter,
  label: brief(chapter.label),
  // What other people did is a sentence already.
  marks: chapter.marks.map((mark) => (mark.kind === "meanwhile" ? mark : { ...mark, text: brief(mark.text) })),
});

/** What an execution found, in a line of its own, and what it did. */
function sentencesFor({ label, durable, marks }: Chapter, later: boolean): readonly string[] {
  if (marks[0]?.kind === "meanwhile") return [`Meanwhile ${marks[0].text}.`];
  const found = later ? [`Durable at that time: ${durable}.`] : [];
  const name = label.slice(0, 1).toUpperCase() + label.slice(1);
  const at = marks.findIndex((mark) => troubleWith(mark) !== undefined);
  if (at === -1) return [...found, `${name} ${sayAll(marks)}.`];
  const before = at === 0 ? "began" : sayPart(marks.slice(0, at));
  return [...found, `${name} ${before}. ${troublesFrom(marks.slice(at))}`];
}

/** Trouble with a service in a sentence of its own, and what came after it. */
function troublesFrom(marks: readonly Moment[]): string {
  const [first, ...rest] = marks as [Moment, ...Moment[]];
  const next = rest.findIndex((mark) => troubleWith(mark) !== undefined);
  const after = next === -1 ? rest : rest.slice(0, next);
  const begins = phrasesFor(after).length > 1 ? "After that it" : "Then it";
  return [
    `${troubleWith(first)}.`,
    ...(after.length > 0 ? [`${begins} ${next === -1 ? sayAll(after) : sayPart(after)}.`] : []),
    ...(next === -1 ? [] : [troublesFrom(rest.slice(next))]),
  ].join(" ");
}

function troubleWith({ kind, text, answerLost }: Moment): string | undefined {
  if (kind === "refused") return `The service refused ${text} for a moment`;
  if (!answerLost) return undefined;
  if (kind === "known") return `${text} was asked for again (known by its key, no effect), but the answer was lost`;
  return `${text} was done${kind === "again" ? " again" : ""}, but its answer was lost`;
}

/** What came before there was trouble, as the rest of a sentence. */
function sayPart(marks: readonly Moment[]): string {
  const phrases = phrasesFor(marks);
  const last = phrases.at(-1) ?? "";
  return phrases.length > 1 ? `${phrases.slice(0, -1).join(", ")} and ${last}` : last;
}

/** All that came up to the end of an execution, as the rest of a sentence. */
function sayAll(marks: readonly Moment[]): string {
  const last = marks.at(-1);
  const phrases = phrasesFor(last?.kind === "kill" ? marks.slice(0, -1) : marks);
  if (last?.kind === "kill") {
    const death = phrases.length > 0 ? `${phrases.join(", ")}; then the worker was killed` : "was killed";
    return `${death}${last.text === "" ? "" : `, ${last.text}`}`;
  }
  const [end = "did nothing", ...before] = phrases.toReversed();
  return before.length > 0 ? `${before.toReversed().join(", ")}; then it ${end}` : end;
}

function phrasesFor(marks: readonly Moment[]): readonly string[] {
  const phrases: string[] = [];
  for (let index = 0; index < marks.length;) {
    const row = rowFrom(marks, index);
    const saves = savesFrom(marks, index);
    if (row.effects.length > namedOneByOne) {
      phrases.push(`${row.did} ${row.effects[0]} to ${row.effects.at(-1)} in a row (${row.after})`);
      index += row.length;
    } else if (saves.length > namedOneByOne) {
      phrases.push(
        `${saves[0]?.kind === "saved" ? "saved" : "moved"} its cursor ${saves.length} times with nothing between`,
      );
      index += saves.length;
    } else {
      phrases.push(phraseFor(marks[index] as Moment));
      index += 1;
    }
  }
  return phrases;
}

/** Cursors without an effect between them: a loop that gets nowhere. */
function savesFrom(marks: readonly Moment[], from: number): readonly Moment[] {
  const { kind: first } = marks[from] as Moment;
  if (first !== "saved" && first !== "in memory") return [];
  const end = marks.findIndex(({ kind }, index) => index >= from && kind !== first);
  return marks.slice(from, end === -1 ? undefined : end);
}

/** Effects of one kind, one after another, each with its cursor or each without. */
function rowFrom(marks: readonly Moment[], from: number) {
  const effects: string[] = [];
  const [first, second] = marks.slice(from, from + 2);
  const cursor = second?.kind === "saved" || second?.kind === "in memory" ? second.kind : undefined;
  const step = cursor === undefined ? 1 : 2;
  const after = cursor === "saved" ? "each saved" : cursor ? "cursors in memory only" : "nothing saved";
  for (let index = from; index < marks.length; index += step) {
    const [effect, saved] = marks.slice(index, index + 2) as [Moment, Moment | undefined];
    if (effect.kind !== first?.kind || !isEffect(effect) || effect.verb !== first.verb) break;
    if (cursor ? saved?.kind !== cursor : saved?.kind === "saved" || saved?.kind === "in memory") break;
    effects.push(effect.text);
  }
  const did = first?.kind === "known" ? "asked again for" : first?.kind === "again" ? "did again" : "did";
  const known = first?.kind === "known" ? "known by their keys, no effects; " : "";
  return { did, effects, after: `${known}${after}`, length: effects.length * step };
}

function phraseFor({ kind, text }: Moment): string {
  switch (kind) {
    case "effect":
      return `did ${text}`;
    case "known":
      return `asked again for ${text} (known by its key, no effect)`;
    case "again":
      return `did ${text} again`;
    case "refused":
      return `was refused ${text} for a moment`;
    case "hole":
      return `passed over ${text} (it never happened)`;
    case "saved":
      return text === "" ? "saved its progress" : `saved cursor ${text}`;
    case "in memory":
      return `kept cursor ${text} in memory only`;
    case "begins":
      return text.startsWith("from") ? `began ${text}` : `came to ${text}`;
    case "enqueued":
      return `did ${text}`;
    case "meanwhile":
      return text;
    case "stop":
      return "was asked to stop by SIGTERM";
    case "kill":
      return `was killed${text === "" ? "" : ` (${text})`}`;
    case "no return":
      return "passed the point of no return";
    case "released":
      return `went back to the queue${text === "" ? "" : ` after ${text}`}`;
    case "done":
      return "was done";
    case "failed":
      return `failed with ${text}`;
    case "lease lost":
      return "lost its lease";
  }
}
