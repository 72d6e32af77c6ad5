// A run as a story: one chapter for each execution, with what happened in it and what was durable when it began. There is
// one teller: the lanes of text, the sentences and the HTML picture paint what is told here.
import { describeProgress, type Progress } from "#jobs";
import { brief, cutEnd, onOneLine } from "./columns.ts";
import { type Hole, placeOfHole } from "./hole.ts";
import { labels, noWorker } from "./labels.ts";
import { type Context, isEffect, kept, type Moment, movesCursors, note, stepsOf } from "./moments.ts";
import { partsOf } from "../run/operation-name.ts";
import type { EventEntry, Run, RunEntry } from "../run/run.ts";

export interface Chapter {
  /** "execution 2"; "worker 2" for a process that ended before it came to its job. */
  readonly label: string;
  readonly worker: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** What every crash would have left in place when this execution began. */
  readonly durable: string;
  /** The saved progress that the job went on from; undefined when it began at the beginning. */
  readonly found: Progress | undefined;
  readonly marks: readonly Moment[];
}

export interface StoryOptions {
  /** Names of effects that something is wrong with. */
  readonly spotlight?: readonly string[];
  /** An effect that never happened. */
  readonly missing?: Hole;
  /** The number of the point after which the run could not end well. */
  readonly noReturn?: number;
  /** The names of all effects that are right, each as often as it is: what is wanted twice is no second time. */
  readonly wanted?: readonly string[];
}

export interface Story {
  readonly chapters: readonly Chapter[];
  /** What the outside world had seen in the end. */
  readonly end: string;
  /** Whether any cursor was moved. */
  readonly movesCursors: boolean;
}

/** A chapter that is being written. */
interface Draft {
  readonly job: EventEntry["job"] | undefined;
  readonly worker: number;
  readonly outside: string;
  readonly entries: RunEntry[];
  readonly marks: Moment[];
  cursor: string | undefined;
}

/** Tells a run. */
export function storyOf(run: Run, { spotlight = [], missing, noReturn, wanted = [] }: StoryOptions = {}): Story {
  const context: Context = {
    run,
    spotlight: new Set(spotlight),
    seen: new Map(),
    wanted: countOf(wanted),
    effects: [],
    steps: stepsOf(run),
    refusing: new Set(),
  };
  const drafts: Draft[] = [];
  for (const entry of run.entries) {
    if (entry.entry === "meanwhile") {
      const marks = [kept("meanwhile", entry.text)];
      drafts.push({ ...open(undefined, noWorker, context), entries: [entry], marks });
      continue;
    }
    const begins = entry.entry === "event" && entry.event.type === "performing";
    let draft = drafts.findLast(({ worker }) => worker === entry.worker);
    // A process that is killed before its job begins has no event, but it is a part of the story.
    if (begins || (!draft && entry.entry === "fault")) {
      const job = entry.entry === "event" ? entry.job : undefined;
      drafts.push((draft = open(job, entry.worker, context)));
    }
    if (!draft) continue;
    draft.entries.push(entry);
    note(entry, draft, context);
    if (entry.entry === "point" && entry.number === noReturn) draft.marks.push(kept("no return", ""));
  }
  if (missing) dig(missing, drafts);
  const labelOf = labels(drafts.map(({ job }) => job));
  const oneJob = isOneJob(drafts);
  return {
    chapters: drafts.map((draft, index) => ({
      label: labelOf(draft.job, draft.worker),
      worker: draft.worker,
      from: draft.entries[0]?.at,
      to: draft.entries.findLast((entry) => !isForNext(entry))?.at,
      durable: [oneJob ? progressBefore(drafts, index) : undefined, draft.outside]
        .filter((part) => part !== undefined)
        .join("; "),
      found: foundBy(draft),
      marks: draft.marks,
    })),
    end: outsideOf(context.effects),
    movesCursors: movesCursors(run),
  };
}

const open = (job: Draft["job"], worker: number, { effects }: Context): Draft => ({
  job,
  worker,
  outside: outsideOf(effects),
  entries: [],
  marks: [],
  cursor: undefined,
});

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const isOneJob = (drafts: readonly Draft[]): boolean =>
  new Set(drafts.flatMap(({ job }) => (job ? [job.id] : []))).size <= 1;

function foundBy({ entries }: Draft): Progress | undefined {
  for (const entry of entries) {
    if (entry.entry === "event" && entry.event.type === "resumed") return entry.event.from;
  }
  return undefined;
}

/** Whether an entry belongs to the execution that the same worker process begins next. */
const isForNext = (entry: RunEntry): boolean =>
  entry.entry === "point" && (entry.kind === "lease" || entry.kind === "open");

/** Marks where an effect should have been. Whose it was cannot be told unless one job alone has effects of its kind. */
function dig(missing: Hole, drafts: readonly Draft[]): void {
  const { verb, item } = partsOf(missing.effect);
  const having = drafts.filter(({ marks }) => marks.some((mark) => isEffect(mark) && mark.verb === verb));
  if (!isOneJob(drafts) && (having.length === 0 || !isOneJob(having))) return;
  if (!isOneJob(drafts) && (missing.before === undefined || partsOf(missing.before).verb !== verb)) return;
  for (const [index, { marks }] of drafts.entries()) {
    const places = marks.map(({ kind, text, saves }) => ({
      effect: isEffect({ kind }) ? text : undefined,
      isCursor: (kind === "saved" && saves === "cursor") || kind === "in memory",
      isEnd: kind === "done",
    }));
    const at = placeOfHole(missing, places, index === drafts.length - 1);
    if (at === -1) continue;
    marks.splice(at, 0, { kind: "hole", text: missing.effect, verb, item, keep: true, wrong: true });
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
  progress ? `progress saved ${cutEnd(onOneLine(describeProgress(progress)), longestProgress)}` : "no progress saved";

// Several steps, their names and a cursor as anybody would choose one.
const longestProgress = 160;

function outsideOf(effects: readonly string[]): string {
  if (effects.length === 0) return "no effects yet";
  return `${effects.length} ${effects.length === 1 ? "effect" : "effects"}, the last one ${brief(effects.at(-1) ?? "")}`;
}
