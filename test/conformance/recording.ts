// Recorded runs of the real libraries: the form in which they are kept, and the reading of them.
import { readFileSync, writeFileSync } from "node:fs";

/** Something that happened in a recorded run. The fields depend on `event`. */
export type RecordedEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

export interface RecordedRun {
  /** Which stop questions, counted from 1 over the whole run, were answered yes. */
  readonly interrupt_at: readonly number[] | "every" | "first_three";
  readonly outcome: string;
  readonly checks: number;
  readonly executions: number;
  readonly trace: readonly RecordedEvent[];
}

export interface Scenario<Job> {
  readonly id: string;
  readonly description: string;
  /** Says something about Ruby that has no counterpart here. */
  readonly ruby_only?: boolean;
  readonly job: Job;
  readonly runs: readonly RecordedRun[];
}

export interface Recording<Job> {
  readonly meta: { readonly library: string; readonly version: string; readonly commit: string };
  readonly scenarios: readonly Scenario<Job>[];
}

/** The form on disk: the runs of a scenario share most of their events, so each event is written once and numbered. */
interface PackedRun extends Omit<RecordedRun, "trace"> {
  readonly trace: string;
}
interface PackedScenario<Job> extends Omit<Scenario<Job>, "runs"> {
  readonly events: readonly RecordedEvent[];
  readonly runs: readonly PackedRun[];
}

/**
 * Reads a recording, packed or as it was recorded.
 *
 * @throws Error when the file is not there, or is no recording
 */
export function readRecording<Job>(file: string): Recording<Job> {
  const { meta, scenarios } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly meta?: Recording<Job>["meta"];
    readonly scenarios?: readonly (Scenario<Job> | PackedScenario<Job>)[];
  };
  if (typeof meta?.library !== "string" || !Array.isArray(scenarios)) {
    throw new Error("it is no recording, which has a meta.library and a list of scenarios");
  }
  return { meta, scenarios: scenarios.map((scenario) => ("events" in scenario ? unpack(scenario) : scenario)) };
}

/** Writes a recording in its packed form, one line for each scenario. */
export function writePacked<Job>(file: string, { meta, scenarios }: Recording<Job>): void {
  const lines = scenarios.map((scenario) => JSON.stringify(pack(scenario)));
  writeFileSync(file, `{"meta":${JSON.stringify(meta)},\n"scenarios":[\n${lines.join(",\n")}\n]}\n`);
}

function pack<Job>({ runs, ...scenario }: Scenario<Job>): PackedScenario<Job> {
  const numbers = new Map<string, number>();
  const numberOf = (event: RecordedEvent): number => {
    const text = JSON.stringify(event);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const packed = runs.map(({ trace, ...run }) => ({ ...run, trace: asRanges(trace.map(numberOf)) }));
  const events = [...numbers.keys()].map((text) => JSON.parse(text) as RecordedEvent);
  return { ...scenario, events, runs: packed };
}

function unpack<Job>({ events, runs, ...scenario }: PackedScenario<Job>): Scenario<Job> {
  const eventsOf = (trace: string) => fromRanges(trace).map((number) => events[number] as RecordedEvent);
  return { ...scenario, runs: runs.map((run) => ({ ...run, trace: eventsOf(run.trace) })) };
}

/** 3, 4, 5, 9 becomes "3-5 9". */
function asRanges(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const current = ranges.at(-1);
    if (current && number === current.last + 1) current.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(" ");
}

function fromRanges(text: string): readonly number[] {
  return text.split(" ").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number) as [number, number?];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
