// The kinds of fault that brute force tries. It knows nothing of the explorer's: a kind that is missing there is found here.
//
// PLUG IN: a further kind is a further entry of `faultKinds` or `worldFaults`.
import { crash, type Fault, isError, loseAnswer, type PointEntry, refuse, type Run, sigterm, slow } from "#simulation";

/** One way in which things go wrong at a point of a run. */
export interface FaultKind {
  readonly name: string;
  /** The faults of this kind at a point that a run has passed; none when the kind has no business there. */
  readonly at: (point: PointEntry, run: Run) => readonly Fault[];
}

export const faultKinds: readonly FaultKind[] = [
  { name: "SIGTERM", at: ({ number }) => [sigterm({ before: number })] },
  { name: "crash before", at: ({ number }) => [crash({ before: number })] },
  { name: "crash after", at: ({ number }) => [crash({ after: number })] },
  {
    name: "SIGTERM, then another order",
    at: ({ number: before }, run) => laterJobs(run, before).map((next) => sigterm({ before, next })),
  },
  {
    name: "crash, then another order",
    at: ({ number: after }, run) => laterJobs(run, after).map((next) => crash({ after, next })),
  },
  { name: "refused", at: ({ kind, number }) => (kind === "effect" ? [refuse(number)] : []) },
  { name: "answer lost", at: ({ kind, number }) => (kind === "effect" ? [loseAnswer(number)] : []) },
];

/** Faults without a place: they change the whole run, and a schedule may begin with one of them. */
export const worldFaults: readonly Fault[] = [slow()];

/** Whether a schedule has a service fail: then nobody can promise an order any more. */
export const hasError = (faults: readonly Fault[]): boolean => faults.some(isError);

/** The numbers of the jobs that are performed after a point, or while it is passed; none when it is one job only. */
function laterJobs({ entries }: Run, point: number): readonly number[] {
  const ids = new Set<string>();
  let reached = false;
  for (const entry of entries) {
    if (entry.entry === "point" && entry.number === point) reached = true;
    if (reached && entry.entry === "event") ids.add(entry.job.id);
  }
  return ids.size < 2 ? [] : [...ids].map((id) => Number(id.slice(id.lastIndexOf("-") + 1)));
}
