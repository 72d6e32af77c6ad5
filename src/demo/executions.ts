// A run cut into its executions.
import type { Progress } from "#jobs";
import type { Run, RunEntry } from "#simulation";

export type WorkerEntry = Exclude<RunEntry, { readonly entry: "meanwhile" }>;

export interface Execution {
  /** The worker process that performed it, counted from 1. */
  readonly worker: number;
  /** The saved progress that it began from. */
  readonly from: Progress | undefined;
  readonly entries: readonly WorkerEntry[];
}

/** The executions of a run with one job, in order of time. */
export function executionsOf(run: Run): readonly Execution[] {
  // In the demo nobody is in the shop while the job is stopped.
  const entries = run.entries.filter((entry): entry is WorkerEntry => entry.entry !== "meanwhile");
  const starts = entries.flatMap((entry, index) =>
    entry.entry === "event" && entry.event.type === "performing" ? [index] : [],
  );
  return starts.map((start, index) => {
    const own = entries.slice(start, starts[index + 1]);
    return { worker: entries[start]?.worker ?? 0, from: progressIn(own), entries: own };
  });
}

function progressIn(entries: readonly WorkerEntry[]): Progress | undefined {
  for (const entry of entries) {
    if (entry.entry === "event" && entry.event.type === "resumed") return entry.event.from;
  }
  return undefined;
}
