// What one simulated run leaves behind: everything that happened, in order.
import type { JobEvent, JobRequest, QueuedJob } from "#jobs";
import type { LedgerRequest } from "#shop";
import type { Fault } from "./fault.ts";
import type { OperationParts } from "./operation-name.ts";

/** The kinds of operation that reach the outside, and the moments at which a job asks whether to stop. */
export type PointKind =
  | "lease"
  | "open"
  /** Rows are read, a page at a time; the job looks at its signal. Neither leaves a trace, and no picture shows them. */
  | "read"
  | "look"
  | "effect"
  | "save"
  | "renew"
  | "enqueue"
  | "checkpoint"
  | "acknowledge"
  | "release"
  | "bury"
  | "forget";

/** One passage through the gate. */
export interface PointEntry extends OperationParts {
  readonly entry: "point";
  /** Virtual milliseconds since the run began; missing where nobody keeps the time, as in an exploration. */
  readonly at?: number;
  /** Counted from 1 over the whole run. */
  readonly number: number;
  /** Which worker process, counted from 1. */
  readonly worker: number;
  readonly kind: PointKind;
  /** A short name, such as "charge 3": its verb and its item, as faults and expectations call it. */
  readonly name: string;
  /** False when the process ended before it took place. */
  readonly applied: boolean;
  /** For effects: whether the service recognised its idempotency key and did nothing. */
  readonly repeated: boolean;
}

/**
 * A fault that struck, or a grace period that ran out. A refusal comes right before the point of the effect that was
 * refused and so was not applied; a lost answer right after the point of the effect.
 */
export interface FaultEntry {
  readonly entry: "fault";
  readonly at?: number;
  readonly worker: number;
  readonly kind: Exclude<Fault["kind"], "slow">;
  readonly why: "fault" | "grace period over" | "too many operations" | "uncaught error";
}

/** Something that the engine told about an execution. */
export interface EventEntry {
  readonly entry: "event";
  readonly at?: number;
  readonly worker: number;
  readonly job: QueuedJob;
  readonly event: JobEvent;
}

/** What other people did while no worker was alive. */
export interface MeanwhileEntry {
  readonly entry: "meanwhile";
  readonly at?: number;
  /** "customer 2 left" */
  readonly text: string;
}

export type RunEntry = PointEntry | FaultEntry | EventEntry | MeanwhileEntry;

/** A job that failed for good. */
export interface Failure {
  /** The name of its definition. */
  readonly job: string;
  readonly error: Error;
}

/** A job that was not enqueued, since another one had its key. */
export interface TakenForOne {
  readonly key: string;
  readonly kept: Pick<JobRequest, "name" | "args">;
  readonly dropped: Pick<JobRequest, "name" | "args">;
}

/** A finished simulation. */
export interface Run {
  /** "finished" when every job was acknowledged, "failed" when one went to the dead letters, else "unfinished". */
  readonly end: "finished" | "failed" | "unfinished";
  /** Why the first job failed. */
  readonly error: Error | undefined;
  /** The jobs that failed for good, by name. */
  readonly failures: readonly Failure[];
  readonly entries: readonly RunEntry[];
  /** What the outside world has seen. */
  readonly requests: readonly LedgerRequest[];
  readonly effects: readonly LedgerRequest[];
  /** The faults that were asked for. */
  readonly faults: readonly Fault[];
  /** Those that found no place to strike: about them the run shows nothing. */
  readonly neverStruck: readonly Fault[];
  /** Jobs for something else that the queue took for one, by their keys. */
  readonly takenForOne: readonly TakenForOne[];
  /** Variables of modules that had changed when their process ended: it took them along. */
  readonly forgotten: readonly string[];
  /** The same run, had the processes shared one memory; only where something was forgotten. */
  readonly remembering?: Pick<Run, "end" | "failures" | "effects" | "entries">;
  /** Whether a job has looked at its signal. */
  readonly looksAtSignal: boolean;
  /** How many executions it took. */
  readonly executions: number;
  /** Milliseconds of virtual time. */
  readonly elapsedMs: number;
  /** Whether progress was saved at each checkpoint or only when the job went back to the queue. */
  readonly progress: "payload" | "each checkpoint";
}

/** The points of a run: everything that passed the gate. */
export const pointsOf = (run: Run): readonly PointEntry[] =>
  run.entries.filter((entry): entry is PointEntry => entry.entry === "point");
