// The moments of a run that are worth a mark: effects, saves, stop requests, ends.
import type { JobEvent, QueuedJob } from "#jobs";
import type { FaultEntry, MeanwhileEntry, PointEntry, Run, RunEntry } from "../run/run.ts";

export type MomentKind =
  /** An effect, for the first time; "known" when the service knew its key; "again" when it happened once more. */
  | "effect"
  | "known"
  | "again"
  /** An effect that should have happened here, and never did. */
  | "hole"
  /** An effect that its service refused for a moment. */
  | "refused"
  | "saved"
  | "in memory"
  | "begins"
  | "enqueued"
  /** Something that other people did. */
  | "meanwhile"
  | "stop"
  | "kill"
  | "no return"
  | "released"
  | "done"
  | "failed"
  | "lease lost";

/** Something that happened in an execution. */
export interface Moment {
  readonly kind: MomentKind;
  /** The effect's name, the cursor, the reason. */
  readonly text: string;
  /** The parts of the effect's name. */
  readonly verb?: string;
  readonly item?: string | undefined;
  /** For effects: whether the answer of the service was lost. */
  readonly answerLost?: boolean;
  /** For a save: what it was for; undefined when the process ended before anybody could tell. */
  readonly saves?: "cursor" | "end of step";
  /** For "begins": the step, where the job has several; the cursor, where there was one. */
  readonly step?: string;
  readonly cursor?: string;
  /** For a kill: why. */
  readonly why?: FaultEntry["why"];
  /** Stays when the chapter is folded. */
  readonly keep: boolean;
  /** Something is wrong here. */
  readonly wrong: boolean;
}

/** The execution that a moment belongs to. */
interface Noted {
  readonly job: QueuedJob | undefined;
  readonly marks: Moment[];
  /** Where its step is, as far as anybody told. */
  cursor: string | undefined;
}

/** What has happened so far, and what to look for. */
export interface Context {
  readonly run: Run;
  readonly spotlight: ReadonlySet<string>;
  /** Names of effects that have taken place, how often each is right where that is more than once, and all in order. */
  readonly seen: Map<string, number>;
  readonly wanted: ReadonlyMap<string, number>;
  readonly effects: string[];
  readonly steps: number;
  /** Worker processes with an operation that is on its way, and will be refused: others may be done before it. */
  readonly refusing: Set<number>;
}

/** Writes down what an entry of a run comes to, if it is worth a mark. */
export function note(entry: Exclude<RunEntry, MeanwhileEntry>, noted: Noted, context: Context): void {
  if (entry.entry === "fault") noteFault(entry, noted.marks, context, noted.job !== undefined);
  else if (entry.entry === "point") notePoint(entry, noted.marks, context);
  else noteEvent(entry.event, noted, context);
}

function notePoint(point: PointEntry, marks: Moment[], context: Context): void {
  const { kind, name, verb, item, applied, repeated } = point;
  if (!applied && context.refusing.delete(point.worker)) {
    marks.push({ kind: "refused", text: name, verb, item, keep: true, wrong: context.spotlight.has(name) });
  }
  if (!applied) return;
  if (kind === "enqueue") marks.push(plain("enqueued", name));
  if (kind === "save") marks.push(plain("saved", ""));
  if (kind !== "effect") return;
  const before = context.seen.get(name) ?? 0;
  const again = before >= (context.wanted.get(name) ?? 1) && !repeated;
  if (!repeated) context.seen.set(name, before + 1);
  if (!repeated) context.effects.push(name);
  const wrong = context.spotlight.has(name) || again;
  marks.push({ kind: repeated ? "known" : again ? "again" : "effect", text: name, verb, item, keep: false, wrong });
}

function noteFault({ kind, why, worker }: FaultEntry, marks: Moment[], context: Context, atWork: boolean): void {
  switch (kind) {
    case "SIGTERM":
      return void marks.push(kept("stop", ""));
    case "SIGKILL":
      return void marks.push({ ...kept("kill", deaths[why] || (atWork ? "" : "before its work began")), why });
    case "refused":
      return void context.refusing.add(worker);
    case "answer lost": {
      // Behind the effect there may be the point of no return.
      const index = marks.findLastIndex(isEffect);
      if (index !== -1) marks[index] = { ...(marks[index] as Moment), keep: true, answerLost: true };
    }
  }
}

/** Whether a moment is that of an effect that took place, known to the service or not. */
export const isEffect = ({ kind }: Pick<Moment, "kind">): boolean =>
  kind === "effect" || kind === "known" || kind === "again";

const deaths = {
  fault: "",
  "grace period over": "its grace period was over",
  "too many operations": "it went on without end",
  "uncaught error": "nobody caught an error of one of its timers",
};

function noteEvent(event: JobEvent, noted: Noted, { run, steps }: Context): void {
  const { marks } = noted;
  switch (event.type) {
    case "checkpoint": {
      // Without a cursor a checkpoint only asked whether to stop.
      if (event.cursor === undefined) return;
      const cursor = JSON.stringify(event.cursor);
      const moved = cursor !== noted.cursor;
      noted.cursor = cursor;
      if (run.progress !== "payload") nameSaved(marks, cursor);
      // In the payload it is written when the job goes back, and a cursor that has not moved is nothing to tell of.
      else if (moved) marks.push(plain("in memory", cursor));
      return;
    }
    case "step_started": {
      noted.cursor = event.cursor === undefined ? undefined : JSON.stringify(event.cursor);
      const begins = {
        ...(steps > 1 && { step: event.step }),
        ...(noted.cursor !== undefined && { cursor: noted.cursor }),
      };
      const { step, cursor } = begins;
      const words = [step && `step ${step}`, cursor && `from cursor ${cursor}`].filter(Boolean);
      if (words.length > 0) marks.push({ ...kept("begins", words.join(" ")), ...begins });
      return;
    }
    case "step_completed":
      endStep(marks);
      return;
    case "released":
      if (event.because === "interrupt") marks.push(kept("released", ""));
      else marks.push({ ...kept("released", event.error.name), wrong: true });
      return;
    case "completed":
      marks.push(kept("done", ""));
      return;
    case "failed":
      marks.push({ kind: "failed", text: event.error.name, keep: true, wrong: true });
      return;
    case "lease_lost":
      marks.push(kept("lease lost", ""));
      return;
    default:
  }
}

/** The point of a save does not know what it was for; what the job tells next does. */
function nameSaved(marks: Moment[], cursor: string): void {
  const index = lastThatCounts(marks);
  // Otherwise nothing had moved since the last save, and nothing was written.
  if (isUnnamed(marks[index])) marks[index] = { ...(marks[index] as Moment), text: cursor, saves: "cursor" };
}

function endStep(marks: Moment[]): void {
  const index = lastThatCounts(marks);
  if (isUnnamed(marks[index])) marks[index] = { ...(marks[index] as Moment), saves: "end of step" };
}

const lastThatCounts = (marks: readonly Moment[]): number =>
  marks.findLastIndex(({ kind }) => kind !== "no return" && kind !== "stop");

const isUnnamed = (moment: Moment | undefined): boolean => moment?.kind === "saved" && moment.saves === undefined;

/** Whether a cursor was moved in a run: before the lesson about cursors, nobody knows the word. */
export const movesCursors = ({ entries }: Run): boolean =>
  entries.some(
    (entry) =>
      entry.entry === "event" &&
      (entry.event.type === "checkpoint" || entry.event.type === "step_started") &&
      entry.event.cursor !== undefined,
  );

/** How many steps the job has come to. */
export const stepsOf = ({ entries }: Run): number =>
  new Set(
    entries.flatMap((entry) =>
      entry.entry === "event" && entry.event.type === "step_started" ? [entry.event.step] : [],
    ),
  ).size;

const plain = (kind: MomentKind, text: string): Moment => ({ kind, text, keep: false, wrong: false });
/** A moment that is never folded away. */
export const kept = (kind: MomentKind, text: string): Moment => ({ kind, text, keep: true, wrong: false });
