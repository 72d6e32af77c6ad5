// Two traces side by side: the recorded one and ours, compared strictly up to their first difference.
import { isDeepStrictEqual } from "node:util";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

/** A run of ours, in the words of the recording. */
export type ObservedRun = Omit<RecordedRun, "interrupt_at">;

/** Takes out of an event what need not be the same, on both sides alike. */
export type Reduce = (event: RecordedEvent) => RecordedEvent;

/** The first place where a run of ours is not what was recorded: there the two part. */
export interface Divergence {
  /** Counted from 0. The length of the trace when the traces are equal and only the counts differ. */
  readonly index: number;
  /** The events before it, the same in both. */
  readonly before: readonly RecordedEvent[];
  /** The events from there on; none when that trace has ended there. */
  readonly theirs: readonly RecordedEvent[];
  readonly ours: readonly RecordedEvent[];
  /** The place as text, with the events before it. */
  readonly text: string;
}

// So many equal events are shown before the first difference.
const shownBefore = 4;

/**
 * Compares event by event and field by field; null and a field that is not there are the same.
 *
 * @returns undefined when the runs are the same
 */
export function firstDivergence(recorded: ObservedRun, observed: ObservedRun, reduce: Reduce): Divergence | undefined {
  const theirs = recorded.trace.map((event) => withoutNulls(reduce(event)));
  const ours = observed.trace.map((event) => withoutNulls(reduce(event)));
  const index = ours.findIndex((event, at) => !isDeepStrictEqual(event, theirs[at]));
  if (index >= 0) return divergenceAt(index, theirs, ours);
  if (theirs.length > ours.length) return divergenceAt(ours.length, theirs, ours);
  return differentCounts(recorded, observed, ours);
}

function divergenceAt(index: number, theirs: readonly RecordedEvent[], ours: readonly RecordedEvent[]): Divergence {
  const before = ours.slice(0, index);
  const lines = [
    `event ${index + 1} differs:`,
    ...before.slice(-shownBefore).map((event) => `    both    ${asText(event)}`),
    `    theirs  ${asText(theirs[index])}`,
    `    ours    ${asText(ours[index])}`,
  ];
  return { index, before, theirs: theirs.slice(index), ours: ours.slice(index), text: lines.join("\n") };
}

function differentCounts(
  recorded: ObservedRun,
  observed: ObservedRun,
  before: readonly RecordedEvent[],
): Divergence | undefined {
  const [theirs, ours] = [recorded, observed].map(
    ({ outcome, checks, executions }) => `${outcome}, ${checks} checks, ${executions} executions`,
  );
  if (theirs === ours) return undefined;
  const text = `the events are the same, the counts differ:\n    theirs  ${theirs}\n    ours    ${ours}`;
  return { index: before.length, before, theirs: [], ours: [], text };
}

const withoutNulls = (event: RecordedEvent): RecordedEvent =>
  Object.fromEntries(
    Object.entries(event).filter(([, value]) => value !== null && value !== undefined),
  ) as RecordedEvent;

function asText(event: RecordedEvent | undefined): string {
  if (!event) return "(the trace has ended)";
  const { event: name, ...fields } = event;
  return `${name} ${JSON.stringify(fields)}`;
}
