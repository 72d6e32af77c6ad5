// From what happened in a run to one lane of marks for each execution.
import type { JobEvent, QueuedJob } from "#jobs";
import type { Mark } from "./fold.ts";
import { type Hole, placeOfHole } from "./hole.ts";
import { labels, noWorker } from "./labels.ts";
import { stepsOf } from "./moments.ts";
import { partsOf } from "../run/operation-name.ts";
import type { EventEntry, FaultEntry, PointEntry, Run } from "../run/run.ts";

export interface Lane {
  readonly label: string;
  readonly marks: readonly Mark[];
}

interface OpenLane {
  readonly worker: number;
  /** Undefined for a process that died before it came to a job. */
  readonly job: QueuedJob | undefined;
  readonly marks: Mark[];
  /** Whether progress was saved since the last mark for a cursor, and the last cursor that was marked. */
  saved: boolean;
  cursor: string | undefined;
  /** Whether the operation that comes next is refused. */
  refusing: boolean;
}

/**
 * One lane for each execution, in order of time.
 *
 * @param spotlight names of effects that something is wrong with
 * @param missing an effect that never happened
 */
export function lanesOf(run: Run, spotlight: ReadonlySet<string>, missing?: Hole): readonly Lane[] {
  const lanes: OpenLane[] = [];
  const seen = new Set<string>();
  const steps = stepsOf(run);
  const hasCursors = movesCursors(run);
  for (const entry of run.entries) {
    if (entry.entry === "meanwhile") {
      lanes.push({ ...open(noWorker, undefined), marks: [kept(entry.text)] });
      continue;
    }
    let lane = lanes.findLast(({ worker }) => worker === entry.worker);
    if (entry.entry === "event" && entry.event.type === "performing")
      lanes.push((lane = open(entry.worker, entry.job)));
    // A process that dies before its job begins has no event, but it is a part of what happened.
    if (!lane && entry.entry === "fault" && entry.kind === "SIGKILL")
      lanes.push((lane = open(entry.worker, undefined)));
    if (lane) lane.marks.push(...marksFor(entry, lane, { seen, spotlight, steps, hasCursors, run }));
  }
  if (missing) dig(missing, lanes);
  const labelOf = labels(lanes.map(({ job }) => job));
  return lanes.map(({ job, worker, marks }) => ({ label: labelOf(job, worker), marks: joined(marks) }));
}

/** Marks where an effect should have been. Whose it was cannot be told when several jobs have effects of other kinds. */
function dig(missing: Hole, lanes: readonly OpenLane[]): void {
  const { verb, item = "" } = partsOf(missing.effect);
  const oneJob = new Set(lanes.flatMap(({ job }) => (job ? [job.id] : []))).size <= 1;
  if (!oneJob && (missing.before === undefined || partsOf(missing.before).verb !== verb)) return;
  for (const [index, { marks }] of lanes.entries()) {
    const places = marks.map(({ effect, text }) => ({ effect, isCursor: /[●○]$/.test(text), isEnd: text === "done" }));
    const at = placeOfHole(missing, places, index === lanes.length - 1);
    if (at === -1) continue;
    marks.splice(at, 0, { verb, effect: missing.effect, text: `${item} ∅`.trim(), keep: true, wrong: true });
    return;
  }
}

interface Context {
  readonly run: Run;
  /** Effects that have taken place. */
  readonly seen: Set<string>;
  readonly spotlight: ReadonlySet<string>;
  readonly steps: number;
  readonly hasCursors: boolean;
}

type Entry = PointEntry | FaultEntry | EventEntry;

function marksFor(entry: Entry, lane: OpenLane, context: Context): readonly Mark[] {
  const mark = markFor(entry, lane, context);
  // A cursor that was saved just before the end: no checkpoint came to tell of it.
  const savedUnseen = entry.entry === "fault" && entry.kind === "SIGKILL" && lane.saved && context.hasCursors;
  if (savedUnseen) lane.saved = false;
  return [...(savedUnseen ? [plain("●")] : []), ...(mark ? [mark] : [])];
}

function markFor(entry: Entry, lane: OpenLane, context: Context): Mark | undefined {
  if (entry.entry === "fault") return markForFault(entry, lane);
  if (entry.entry === "event") return markForEvent(entry.event, lane, context);
  if (entry.kind === "save" && entry.applied) lane.saved = true;
  return markForPoint(entry, lane, context);
}

function markForPoint(point: PointEntry, lane: OpenLane, { seen, spotlight }: Context): Mark | undefined {
  const { kind, name, verb, item = "", applied, repeated } = point;
  const { refusing } = lane;
  lane.refusing = false;
  // Without an effect of that name: it did not happen, and a hole is never before it.
  if (refusing) return { verb, text: `${item} ✗ refused`.trim(), keep: true, wrong: spotlight.has(name) };
  if (kind === "enqueue" && applied) return plain(name);
  if (kind !== "effect" || !applied) return undefined;
  const again = seen.has(name);
  seen.add(name);
  const sign = repeated ? " =" : again ? " ▲" : "";
  return {
    verb,
    effect: name,
    text: `${item}${sign}`,
    keep: false,
    wrong: spotlight.has(name) || (again && !repeated),
  };
}

function markForFault({ kind, why }: FaultEntry, lane: OpenLane): Mark | undefined {
  switch (kind) {
    case "SIGTERM":
      return kept("SIGTERM");
    case "SIGKILL":
      return kept(ends[why]);
    case "refused":
      lane.refusing = true;
      return undefined;
    case "answer lost": {
      const last = lane.marks.at(-1);
      if (last?.effect === undefined) return kept("✗ answer lost");
      lane.marks[lane.marks.length - 1] = { ...last, text: `${last.text} ✗ answer lost`.trim(), keep: true };
      return undefined;
    }
  }
}

const ends = {
  fault: "✕ killed",
  "grace period over": "✕ killed, grace over",
  "too many operations": "✕ cut off, endless",
  "uncaught error": "✕ ended, uncaught",
};

function markForEvent(event: JobEvent, lane: OpenLane, { run, steps }: Context): Mark | undefined {
  switch (event.type) {
    case "checkpoint":
      return cursorMark(event.cursor, lane, run.progress === "payload");
    case "step_started":
      lane.cursor = event.cursor === undefined ? undefined : JSON.stringify(event.cursor);
      return stepMark(event, steps);
    case "step_completed":
      // The save at the end of a step moves no cursor.
      lane.saved = false;
      return undefined;
    case "released":
      if (event.because === "interrupt") return kept("to the queue");
      return { text: `✗ ${event.error.name}, to the queue`, keep: true, wrong: true };
    case "completed":
      return kept("done");
    case "failed":
      return { text: `failed: ${event.error.name}`, keep: true, wrong: true };
    case "lease_lost":
      return kept("lost its lease");
    default:
      return undefined;
  }
}

/** A checkpoint that only asked whether to stop has written nothing: it has no mark. */
function cursorMark(value: unknown, lane: OpenLane, inMemory: boolean): Mark | undefined {
  if (value === undefined) return undefined;
  const cursor = JSON.stringify(value);
  const moved = inMemory ? cursor !== lane.cursor : lane.saved;
  lane.cursor = cursor;
  lane.saved = false;
  if (!moved) return undefined;
  return plain(inMemory ? "○" : "●");
}

function stepMark(event: JobEvent & { readonly type: "step_started" }, steps: number): Mark | undefined {
  const name = steps > 1 ? `[${event.step}]` : "";
  const from = event.cursor === undefined ? "" : `from cursor ${JSON.stringify(event.cursor)}:`;
  const text = [name, from].filter((part) => part !== "").join(" ");
  return text === "" ? undefined : kept(text);
}

/** Whether a cursor was moved in a run: before the lesson about cursors, nobody knows the word. */
export const movesCursors = ({ entries }: Run): boolean =>
  entries.some(
    (entry) => entry.entry === "event" && entry.event.type === "checkpoint" && entry.event.cursor !== undefined,
  );

const open = (worker: number, job: QueuedJob | undefined): OpenLane => ({
  worker,
  job,
  marks: [],
  saved: false,
  cursor: undefined,
  refusing: false,
});

/** A cursor belongs to the effect before it: "charge 3 ●" is one mark, so that folding does not part them. */
function joined(marks: readonly Mark[]): readonly Mark[] {
  const result: Mark[] = [];
  for (const mark of marks) {
    const last = result.at(-1);
    const isCursor = mark.text === "●" || mark.text === "○";
    // A cursor after a cursor stands alone: a loop that only saves is folded, too.
    if (isCursor && last && !/^from|[●○]$/.test(last.text))
      result[result.length - 1] = { ...last, text: `${last.text} ${mark.text}` };
    else result.push(mark);
  }
  return result;
}

const plain = (text: string): Mark => ({ text, keep: false, wrong: false });
const kept = (text: string): Mark => ({ text, keep: true, wrong: false });
