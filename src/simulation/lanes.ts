// From what happened in a run to one lane of marks for each execution.
import type { JobEvent } from "#jobs";
import type { Mark } from "./fold.ts";
import type { EventEntry, FaultEntry, PointEntry, Run } from "./run.ts";

export interface Lane {
  readonly label: string;
  readonly marks: readonly Mark[];
}

interface OpenLane {
  readonly worker: number;
  readonly job: string;
  readonly execution: number;
  readonly marks: Mark[];
}

/** One lane for each execution, in order of time. `spotlight` names effects that something is wrong with. */
export function lanesOf(run: Run, spotlight: ReadonlySet<string>): readonly Lane[] {
  const lanes: OpenLane[] = [];
  const seen = new Set<string>();
  const steps = stepsOf(run);
  for (const entry of run.entries) {
    if (entry.entry === "event" && entry.event.type === "performing") lanes.push(open(entry));
    const lane = lanes.findLast(({ worker }) => worker === entry.worker);
    if (!lane) continue;
    const mark = markFor(entry, { seen, spotlight, steps, run });
    if (mark) lane.marks.push(mark);
  }
  const oneJob = new Set(lanes.map(({ job }) => job)).size === 1;
  return lanes.map(({ job, execution, marks }) => ({
    label: oneJob ? `execution ${execution}` : `${job} ${execution}`,
    marks: joined(marks),
  }));
}

interface Context {
  readonly run: Run;
  /** Effects that have taken place. */
  readonly seen: Set<string>;
  readonly spotlight: ReadonlySet<string>;
  readonly steps: number;
}

function markFor(entry: PointEntry | FaultEntry | EventEntry, context: Context): Mark | undefined {
  if (entry.entry === "point") return markForPoint(entry, context);
  return entry.entry === "fault" ? markForFault(entry) : markForEvent(entry.event, context);
}

function markForPoint({ kind, name, applied, repeated }: PointEntry, { seen, spotlight }: Context): Mark | undefined {
  if (kind === "enqueue" && applied) return plain(name);
  if (kind !== "effect" || !applied) return undefined;
  const again = seen.has(name);
  seen.add(name);
  const [verb, ...rest] = name.split(" ");
  const sign = repeated ? " =" : again ? " ▲" : "";
  return {
    ...(verb && { verb }),
    text: `${rest.join(" ")}${sign}`,
    keep: false,
    wrong: spotlight.has(name) || (again && !repeated),
  };
}

function markForFault({ signal, why }: FaultEntry): Mark {
  if (signal === "SIGTERM") return kept("SIGTERM");
  return kept(ends[why]);
}

const ends = {
  fault: "✕ killed",
  "grace period over": "✕ killed, grace over",
  "too many operations": "✕ cut off, endless",
};

function markForEvent(event: JobEvent, { run, steps }: Context): Mark | undefined {
  switch (event.type) {
    case "checkpoint":
      if (event.cursor === undefined) return undefined;
      return plain(run.progress === "payload" ? "○" : "●");
    case "step_started":
      return stepMark(event, steps);
    case "released":
      return kept("to the queue");
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

function stepMark(event: JobEvent & { readonly type: "step_started" }, steps: number): Mark | undefined {
  const name = steps > 1 ? `[${event.step}]` : "";
  const from = event.cursor === undefined ? "" : `from cursor ${JSON.stringify(event.cursor)}:`;
  const text = [name, from].filter((part) => part !== "").join(" ");
  return text === "" ? undefined : kept(text);
}

const stepsOf = ({ entries }: Run): number =>
  new Set(
    entries.flatMap((entry) =>
      entry.entry === "event" && entry.event.type === "step_started" ? [entry.event.step] : [],
    ),
  ).size;

const open = ({ worker, job }: EventEntry): OpenLane => ({
  worker,
  job: job.name,
  execution: job.executions,
  marks: [],
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
