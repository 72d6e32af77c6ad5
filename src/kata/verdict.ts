// What a run of a lesson's specs came to: how many are green, and what is wrong with the others.
import type { Lesson } from "./lessons.ts";

/** A line of a file of the learner. */
export interface Place {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly line: number;
  /** The line itself, when it could be read. */
  readonly text?: string;
  /** Column of the problem, from 1, when it is known and points at something. */
  readonly column?: number;
}

/** Why a spec, or the whole lesson, is not green. `spec` is the title of the spec it belongs to. */
export type Failure =
  /**
   * A check of #simulation failed; its message is the whole frame. `picture` is an HTML file, when one was asked for;
   * `token` replays the run, where that can be done; `like` is a known mistake that does the same, when there is one.
   */
  | {
      readonly kind: "broken-rule";
      readonly spec: string;
      readonly frame: string;
      readonly picture?: string;
      readonly token?: string;
      readonly like?: string;
    }
  /** A proof was told to replay a run, and this is what the run shows. */
  | {
      readonly kind: "replayed";
      readonly spec: string;
      readonly frame: string;
      readonly end: "well" | "wrong" | "nowhere";
      readonly sentences: readonly string[];
      readonly faults: readonly string[];
    }
  | { readonly kind: "thrown"; readonly spec: string; readonly message: string; readonly place?: Place }
  | {
      readonly kind: "assertion";
      readonly spec: string;
      readonly message: string;
      readonly expected?: string;
      readonly received?: string;
      readonly place?: Place;
    }
  /** An await that never came back: the thread was free, the test's own timeout struck. */
  | { readonly kind: "never-settled"; readonly spec: string; readonly seconds: number; readonly place?: Place }
  /** A promise that nobody awaited failed. */
  | { readonly kind: "unhandled"; readonly spec?: string; readonly message: string; readonly place?: Place }
  | { readonly kind: "skipped"; readonly spec: string; readonly count: number }
  | { readonly kind: "not-loaded"; readonly message: string; readonly place?: Place }
  | { readonly kind: "syntax"; readonly message: string; readonly place: Place }
  | { readonly kind: "missing-module"; readonly specifier: string; readonly place: Place }
  | { readonly kind: "missing-export"; readonly name: string; readonly specifier: string; readonly place: Place }
  | { readonly kind: "missing-file"; readonly file: string }
  | { readonly kind: "no-specs" }
  /** The thread never answered: it was ended. */
  | { readonly kind: "hung"; readonly seconds: number; readonly place?: Place }
  | { readonly kind: "out-of-memory" };

export interface Verdict {
  readonly lesson: Lesson;
  readonly green: number;
  /** Specs that the lesson has; 0 when the spec file could not be loaded. */
  readonly total: number;
  /** The titles of all specs, in the order of the file; empty when it could not be loaded. */
  readonly specs: readonly string[];
  /** In the order in which a learner should meet them. None: the lesson is solved. */
  readonly failures: readonly Failure[];
  /** What the exercise printed while the first failing spec ran (or all of them, when they are green). */
  readonly printed: readonly string[];
  /** Milliseconds of the processor that the run took, where that was measured. */
  readonly tookMs?: number;
  /** What is said below everything else, when it is known. */
  readonly afterthoughts?: readonly string[];
}

/** The verdict, with what its first failure looks like. */
export function withLikeness(verdict: Verdict, like: string): Verdict {
  const [first, ...others] = verdict.failures;
  return first?.kind === "broken-rule" ? { ...verdict, failures: [{ ...first, like }, ...others] } : verdict;
}

/** A lesson is solved when all its specs are green and nothing else went wrong. */
export function isSolved(verdict: Verdict): boolean {
  return verdict.failures.length === 0;
}
