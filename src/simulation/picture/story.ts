// A run as a story: one chapter for each execution, with what happened in it and what was durable when it began.
import { describeProgress, type Progress } from "#jobs";
import { type Hole, placeOfHole } from "./hole.ts";
import { labels, noWorker } from "./labels.ts";
import { type Context, isEffect, kept, type Moment, note, stepsOf } from "./moments.ts";
import type { EventEntry, Run, RunEntry } from "../run/run.ts";

export interface Chapter {
  /** "execution 2"; "worker 2" for a process that ended before it came to its job. */
  readonly label: string;
  readonly worker: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** What every crash would have left in place when this execution began. */
  readonly durable: string;
  readonly marks: readonly Moment[];
}

export interface StoryOptions {
  /** Names of effects that something is wrong with. */
  readonly spotlight?: readonly string[];
  /** An effect that never happened. */
  readonly missing?: Hole;
  /** The number of the point after which the run could not end well. */
  readonly noReturn?: number;
}

export interface Story {
  readonly chapters: readonly Chapter[];
  /** What the outside world had seen in the end. */
  readonly end: string;
}

/** A chapter that is being written. */
interface Draft {
  readonly job: EventEntry["job"] | undefined;
  readonly worker: number;
  readonly outside: string;
  readonly entries: RunEntry[];
  readonly marks: Moment[];
}

/** Tells a run. For the picture and for the sentences. */
export function storyOf(run: Run, { spotlight = [], missing, noReturn }: StoryOptions = {}): Story {
  const context: Context = {
    run,
    spotlight: new Set(spotlight),
    seen: new Set(),
    effects: [],
    steps: stepsOf(run),
    refusing: new Set(),
  };
  const drafts: Draft[] = [];
  for (const entry of run.entries) {
    if (entry.entry === "meanwhile") {
      const marks = [kept("meanwhile", entry.text)];
      drafts.push({ job: undefined, worker: noWorker, outside: outsideOf(context.effects), entries: [entry], marks });
      continue;
    }
    const begins = entry.entry === "event" && entry.event.type === "performing";
    let draft = drafts.findLast(({ worker }) => worker === entry.worker);
    // A process that is killed before its job begins has no event, but it is a part of the story.
    if (begins || (!draft && entry.entry === "fault")) {
      const job = entry.entry === "event" ? entry.job : undefined;
      draft = { job, worker: entry.worker, outside: outsideOf(context.effects), entries: [], marks: [] };
      drafts.push(draft);
    }
    if (!draft) continue;
    draft.entries.push(entry);
    note(entry, draft, context);
    if (entry.entry === "point" && entry.number === noReturn) draft.marks.push(kept("no return", ""));
  }
  if (missing) dig(missing, drafts);
  const labelOf = labels(drafts.map(({ job }) => job));
  const oneJob = new Set(drafts.flatMap(({ job }) => (job ? [job.id] : []))).size <= 1;
  return {
    chapters: drafts.map((draft, index) => ({
      label: labelOf(draft.job, draft.worker),
      worker: draft.worker,
      from: draft.entries[0]?.at,
      to: draft.entries.findLast((entry) => !isForNext(entry))?.at,
      durable: [oneJob ? progressBefore(drafts, index) : undefined, draft.outside]
        .filter((part) => part !== undefined)
        .join("; "),
      marks: draft.marks,
    })),
    end: outsideOf(context.effects),
  };
}

/** Whether an entry belongs to the execution that the same worker process begins next. */
const isForNext = (entry: RunEntry): boolean =>
  entry.entry === "point" && (entry.kind === "lease" || entry.kind === "open");

/** Marks where an effect should have been. */
function dig(missing: Hole, drafts: readonly Draft[]): void {
  for (const [index, { marks }] of drafts.entries()) {
    const places = marks.map(({ kind, text }) => ({
      effect: isEffect({ kind }) ? text : undefined,
      isCursor: kind === "saved" || kind === "in memory",
      isEnd: kind === "done",
    }));
    const at = placeOfHole(missing, places, index === drafts.length - 1);
    if (at === -1) continue;
    marks.splice(at, 0, { kind: "hole", text: missing.effect, keep: true, wrong: true });
    return;
  }
}

/** The saved progress that the next execution found, when one lived long enough to tell. */
function progressBefore(drafts: readonly Draft[], index: number): string | undefined {
  for (const { entries } of drafts.slice(index)) {
    for (const entry of entries) {
      if (entry.entry === "event" && entry.event.type === "resumed") return saved(entry.event.from);
      if (entry.entry === "event" && entry.event.type === "step_started") return saved(undefined);
      if (entry.entry !== "point" || !entry.applied) continue;
      if (entry.kind === "effect" || entry.kind === "checkpoint") return saved(undefined);
      if (entry.kind === "save" || entry.kind === "release") return undefined;
    }
  }
  return undefined;
}

const saved = (progress: Progress | undefined): string =>
  progress ? `progress saved ${describeProgress(progress)}` : "no progress saved";

function outsideOf(effects: readonly string[]): string {
  if (effects.length === 0) return "no effects yet";
  return `${effects.length} ${effects.length === 1 ? "effect" : "effects"}, the last one ${effects.at(-1)}`;
}
