// The kinds of fault that brute force tries. It knows nothing of the explorer's: a kind that is missing there is found here.
//
// PLUG IN: further kinds as further entries of `faultKinds` and `worldFaults`, each one line; see the end of the file.
import { crash, type Fault, type PointEntry, type Run, sigterm } from "#simulation";

/** One way in which things go wrong at a point of a run. */
export interface FaultKind {
  readonly name: string;
  /** Whether a service fails and the process lives on: then nobody can promise an order any more. */
  readonly isError: boolean;
  /** The faults of this kind at a point that a run has passed; none when the kind has no business there. */
  readonly at: (point: PointEntry, run: Run) => readonly Fault[];
}

export const faultKinds: readonly FaultKind[] = [
  { name: "SIGTERM", isError: false, at: ({ number }) => [sigterm({ before: number })] },
  { name: "crash before", isError: false, at: ({ number }) => [crash({ before: number })] },
  // After a checkpoint there is nothing: the next operation has its own "before".
  {
    name: "crash after",
    isError: false,
    at: ({ kind, number }) => (kind === "checkpoint" ? [] : [crash({ after: number })]),
  },
];

/** Faults without a place: they change the whole run, and a schedule may begin with one of them. */
export const worldFaults: readonly Fault[] = [];

/** Whether a schedule has a service fail. */
export const hasError = (_faults: readonly Fault[]): boolean => false;

// When they exist:
//   { name: "refused", isError: true, at: ({ kind, number }) => (kind === "effect" ? [refuse(number)] : []) },
//   { name: "answer lost", isError: true, at: ({ kind, number }) => (kind === "effect" ? [loseAnswer(number)] : []) },
//   { name: "crash, another job next", isError: false,
//     at: ({ number }, run) => jobNumbersIn(run).map((next) => crash({ after: number, next })) },
//   worldFaults: [slow()]
//   hasError = (faults) => faults.some(isError)
