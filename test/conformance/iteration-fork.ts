// What a rule may ask of the place where a run of ours and the recorded run of job-iteration part.
import { isDeepStrictEqual } from "node:util";
import type { Json } from "#jobs";
import type { Divergence, ObservedRun } from "./compare.ts";
import type { Build, IterationJob, Row, RowsBuild } from "./iteration-language.ts";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

/** Where a run of ours and the recorded one part. */
export interface IterationFork extends Divergence {
  readonly job: IterationJob;
  readonly recorded: RecordedRun;
  readonly observed: ObservedRun;
}

export const itemsIn = (trace: readonly RecordedEvent[]): readonly unknown[] =>
  trace.flatMap((one) => (one.event === "item" ? [one["item"]] : []));

export const classOf = (event: RecordedEvent | undefined): string | undefined =>
  (event?.["error"] as { readonly class?: string } | undefined)?.class;

export const isRaised = ({ ours, theirs }: IterationFork, className: string): boolean =>
  ours[0]?.event === "raised" && classOf(ours[0]) === className && theirs[0]?.event !== "raised";

/** Nothing has been done in this execution. */
export const isAtStart = ({ before }: IterationFork): boolean => before.at(-1)?.event === "build_enumerator";

/** The cursor of the last item that is done, or that with which this execution began. */
export function cursorAt(before: readonly RecordedEvent[]): Json | undefined {
  const last = before.findLast((one) => one.event === "build_enumerator" || isDone(one));
  return last?.["cursor"] as Json | undefined;
}

const isDone = (event: RecordedEvent): boolean => event.event === "iterated" && event["error"] === undefined;

/** The cursor that goes back to the queue. */
export function savedCursor(event: RecordedEvent | undefined): Json | undefined {
  if (event?.event === "enqueued") return (event["payload"] as { readonly cursor_position?: Json }).cursor_position;
  return event?.event === "interrupted" ? (event["cursor"] as Json | undefined) : undefined;
}

export function withoutCursor(event: RecordedEvent | undefined): unknown {
  const { cursor: _cursor, payload, ...rest } = (event ?? {}) as Readonly<Record<string, unknown>>;
  return { ...rest, payload: { ...(payload as object | undefined), cursor_position: undefined } };
}

/** The next rows that ours reads have one key twice, or that of the last row that is done. */
export function hasTwinsNext({ job: { build }, before }: IterationFork): boolean {
  const rows = rowsIn(build);
  if (!rows) return false;
  const isLater = before.filter(({ event }) => event === "execution").length > 1;
  const table = isLater
    ? [...rows.rows.filter(({ id }) => !rows.delete_later?.includes(id)), ...(rows.insert_later ?? [])]
    : rows.rows;
  const keys = table.map((row) => keyOf(row, rows.columns));
  const occurs = (key: Json) => keys.filter((one) => isDeepStrictEqual(one, key)).length;
  if (rows.kind === "records") {
    const last = before.findLast((one) => one.event === "build_enumerator" || isDone(one));
    // A query begins after its cursor: only a row that this execution has done can have a twin.
    return last?.event === "iterated" && occurs(last["cursor"] as Json) > 1;
  }
  // A batch is read before any of it is done.
  return keys.some((key) => occurs(key) > 1);
}

/** Rows of a table, one by one or in batches. */
export type RecordsBuild = Extract<Build, RowsBuild>;

function rowsIn(build: Build): RecordsBuild | undefined {
  if (build.kind === "throttle") return rowsIn(build.inner);
  return "rows" in build ? build : undefined;
}

function keyOf(row: Row, columns: readonly string[] = ["id"]): Json {
  const values = columns.map((column) => row[column] ?? null);
  return values.length === 1 ? (values[0] as Json) : values;
}

export function listIn(build: Build): Extract<Build, { readonly kind: "array" }> | undefined {
  if (build.kind === "throttle") return listIn(build.inner);
  return build.kind === "array" ? build : undefined;
}

export const meansSomething = (value: Json | undefined): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === "skip_complete_callbacks" ||
  (Array.isArray(value) && value[0] === "retry");

/** But for counts that are lower in ours by those of the payload that was retried, the two events are the same. */
export function countsAnew({ before, theirs, ours }: IterationFork): boolean {
  const retried = before.findLastIndex(({ event }) => event === "backend_retry");
  if (retried < 0 || theirs[0] === undefined) return false;
  const payload = before.slice(0, retried).findLast(({ event }) => event === "enqueued");
  const [base, theirCounts, ourCounts] = [payload, theirs[0], ours[0]].map(countsIn);
  const isLower = Object.entries(theirCounts ?? {}).every(
    ([name, count]) => count === (ourCounts?.[name] ?? 0) + (base?.[name] ?? 0),
  );
  return isLower && isDeepStrictEqual(withoutCounts(theirs[0]), withoutCounts(ours[0]));
}

/** Ours tries once more by retry_on, after a retry from the dead letters; theirs has used up its attempts before. */
export function retriesAnew({ job, before, theirs, ours }: IterationFork): boolean {
  const { retry_on } = job.options ?? {};
  const retried = before.findLastIndex(({ event }) => event === "backend_retry");
  if (!retry_on || retried < 0 || classOf(before.at(-1)) !== "AppError") return false;
  const failures = before
    .slice(retried)
    .filter((one) => one.event === "iterated" && classOf(one) === "AppError").length;
  const isRetry = ours[0]?.event === "enqueued" && ours[0]["delay"] === retry_on.wait && failures < retry_on.attempts;
  return isRetry && theirs[0]?.event === "raised" && classOf(theirs[0]) === "AppError";
}

type Counts = Readonly<Record<string, number>>;

function countsIn(event: RecordedEvent | undefined): Counts {
  const { times_interrupted = 0, exception_executions = {} } = (event?.["payload"] ?? event ?? {}) as {
    readonly times_interrupted?: number;
    readonly exception_executions?: Counts;
  };
  return { times_interrupted, ...exception_executions };
}

function withoutCounts(event: RecordedEvent | undefined): unknown {
  const { times_interrupted: _times, payload, ...rest } = (event ?? {}) as Readonly<Record<string, unknown>>;
  return { ...rest, payload: { ...(payload as object | undefined), times_interrupted: 0, exception_executions: {} } };
}
