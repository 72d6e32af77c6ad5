// All that a run shows, in one short text: two runs with the same text went exactly alike.
import { createHash } from "node:crypto";
import type { Run, RunEntry } from "#simulation";

/** Everything that happened: operations with their times, jobs with their counters, what each service was told, keys. */
export function traceOf({ entries, requests, end }: Run): string {
  const shown = entries.filter((entry, index) => !isBeside(entry, entries[index - 1]));
  return createHash("sha1")
    .update(JSON.stringify([shown, requests, end], inFull))
    .digest("base64");
}

/**
 * When a stop request came does not show, only what it made the job do. Nor does an operation show that a crash
 * forestalled: that is the same as a crash after the operation before.
 */
const isBeside = (entry: RunEntry, before: RunEntry | undefined): boolean =>
  (entry.entry === "fault" && entry.kind === "SIGTERM") ||
  (entry.entry === "point" && !entry.applied && before?.entry === "fault" && before.kind === "SIGKILL");

// The number of a point says only how many came before it.
const inFull = (name: string, value: unknown): unknown => {
  if (name === "number") return undefined;
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
};
