// What holds in every run of a continuation, Rails' or ours: for the part of a run that has no recording to be compared with.
import { isDeepStrictEqual } from "node:util";
import type { RecordedEvent } from "./recording.ts";

/** Where a job is, as its events tell it. */
export interface Standing {
  readonly completed: readonly string[];
  /** The step that was begun and is not finished. */
  readonly current: { readonly step: string; readonly cursor: unknown } | undefined;
  /** The steps that this execution has come to. */
  readonly met: readonly string[];
  /** Whether this execution has finished a step or moved a cursor. */
  readonly advanced: boolean;
  readonly resumptions: number;
  /** The job's own counter of executions. */
  readonly executions: number;
}

const fresh: Standing = {
  completed: [],
  current: undefined,
  met: [],
  advanced: false,
  resumptions: 0,
  executions: 0,
};

/** Where the job is after these events, which begin with those of the run. */
export const standingAfter = (trace: readonly RecordedEvent[]): Standing => follow(trace).standing;

/**
 * The first event by which a run contradicts what it has said before: a finished step that runs again, a cursor that is not
 * taken up where it was left, a payload that does not say where the job is, a count that is not one more.
 *
 * @returns the contradiction in words; undefined when there is none
 */
export const lawBroken = (trace: readonly RecordedEvent[]): string | undefined => follow(trace).broken;

function follow(trace: readonly RecordedEvent[]): { readonly standing: Standing; readonly broken: string | undefined } {
  let [saved, standing] = [fresh, fresh];
  for (const [index, event] of trace.entries()) {
    const broken = contradiction(event, standing, saved);
    if (broken) return { standing, broken: `event ${index + 1} of ours, ${JSON.stringify(event)}, ${broken}` };
    // What was not written down before the execution ended is lost, as after a crash.
    if (event.event === "execution") standing = { ...saved, met: [], advanced: false };
    standing = next(event, standing);
    if (event.event === "enqueued") saved = standing;
  }
  return { standing, broken: undefined };
}

function next(event: RecordedEvent, before: Standing): Standing {
  const step = event["step"] as string;
  const cursor = event["cursor"] ?? null;
  switch (event.event) {
    case "perform_started":
      return { ...before, executions: event["execution"] as number };
    case "resumed":
      return { ...before, resumptions: event["resumptions"] as number };
    case "step_skipped":
      return { ...before, met: [...before.met, step] };
    case "step_started":
    case "step_resumed":
      return { ...before, met: [...before.met, step], current: { step, cursor } };
    case "check":
      if (step === undefined || step === null) return before;
      return { ...before, current: { step, cursor }, advanced: before.advanced || moved(before, cursor) };
    case "step_completed":
      return { ...before, completed: [...before.completed, step], current: undefined, advanced: true };
    default:
      return before;
  }
}

const moved = ({ current }: Standing, cursor: unknown): boolean => !isDeepStrictEqual(current?.cursor ?? null, cursor);

function contradiction(event: RecordedEvent, now: Standing, saved: Standing): string | undefined {
  const step = event["step"] as string;
  const cursor = event["cursor"] ?? null;
  const isAtCursor = now.current?.step === step && isDeepStrictEqual(now.current?.cursor ?? null, cursor);
  switch (event.event) {
    case "perform_started":
      return event["execution"] === saved.executions + 1 ? undefined : "is not one more than in the payload";
    case "resumed": {
      if (event["resumptions"] !== saved.resumptions + 1) return "does not count the resumption";
      return isPlace(event, saved) ? undefined : "does not resume where the payload is";
    }
    case "step_skipped":
      return now.completed.includes(step) ? undefined : "passes over a step that is not finished";
    case "step_started":
      return now.completed.includes(step) || now.current
        ? "begins a step although one is under way or it is done"
        : undefined;
    case "step_resumed":
      return isAtCursor ? undefined : "does not go on where the step was left";
    case "check":
      return step == null || now.current?.step === step ? undefined : "is in a step that was not begun";
    case "step_completed":
    case "step_interrupted":
    case "step_failed":
      return isAtCursor ? undefined : "does not have the cursor of the step";
    case "interrupted":
      return isPlace(event, now) ? undefined : "does not say where the job is";
    case "enqueued":
      return payloadContradiction(event, now);
    default:
      return undefined;
  }
}

function payloadContradiction(event: RecordedEvent, now: Standing): string | undefined {
  const { continuation, resumptions, executions } = event["payload"] as {
    readonly continuation: { readonly completed: readonly string[]; readonly current?: readonly [string, unknown] };
    readonly resumptions: number;
    readonly executions: number;
  };
  if (resumptions !== now.resumptions) return "does not have the number of resumptions";
  if (executions !== now.executions) return "does not have the number of executions";
  const { completed, current } = continuation;
  const place = { completed, current: current && { step: current[0], cursor: asPlain(current[1]) } };
  return isPlace(place, now) ? undefined : "does not say where the job is";
}

const isPlace = (said: Readonly<Record<string, unknown>>, { completed, current }: Standing): boolean =>
  isDeepStrictEqual(said["completed"], completed) &&
  isDeepStrictEqual(withCursor(said["current"]), withCursor(current));

const withCursor = (current: unknown): unknown => {
  const { step, cursor } = (current ?? {}) as { readonly step?: unknown; readonly cursor?: unknown };
  return { step, cursor: cursor ?? null };
};

/** Active Job writes into every object which of its keys were Symbols. */
function asPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asPlain);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([key]) => key !== "_aj_symbol_keys");
  return Object.fromEntries(fields.map(([key, field]) => [key, asPlain(field)]));
}
