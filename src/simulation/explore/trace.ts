// What is noted while the explorer runs a job: where further faults may strike, and which states were seen.
import type { Judged } from "../check/verdict.ts";
import { type Fault, loseAnswer, refuse } from "../run/fault.ts";
import type { PointEntry } from "../run/run.ts";
import type { Seen } from "./met-states.ts";
import type { Node, Story } from "./node.ts";

/** What is kept of a calm run. */
export interface Calm {
  /** Requests that were recognised by their key. */
  readonly repeated: number;
  /** The number of the point with which the first execution ended. */
  readonly firstEnd: number;
  /** The numbers of the points at which services were asked for effects. */
  readonly asked: readonly number[];
  /** The part of a state's name that is about effects, when so many more effects have been. */
  readonly hashes: readonly number[];
}

/** What is noted while a run goes on. Many of these are kept, so nothing is noted that nobody will ask for. */
export class Trace implements Calm {
  readonly names: string[] = [];
  /** The numbers of the points at which the job asked whether to stop, and of all points. */
  readonly asks: number[] = [];
  readonly anywhere: number[] = [];
  /** Those of them at which a job was leased. */
  readonly leases: number[] = [];
  readonly asked: number[] = [];
  /** The names of the effects that were asked for there. */
  readonly askedFor: string[] = [];
  /** The last operation before the fault struck: that whose answer was lost. */
  askedBefore = "";
  readonly hashes: number[] = [];
  /** The names of the states that were new. */
  readonly added = new Set<number>();
  repeated = 0;
  /** Whether the fault has struck; from the beginning when there is none. */
  struck: boolean;
  /** Whether the run was given up, since it had come to a state that was met before. */
  merged = false;
  /** The state in which the stopped process left the world. */
  stoppedAs: number | undefined;
  firstEnd = Infinity;
  /** States that were seen, to be taken up when the process has ended. */
  readonly later: Seen[] = [];
  readonly #keeps: Keeps;
  #last = 0;

  constructor(struck: boolean, keeps: Keeps) {
    this.struck = struck;
    this.#keeps = keeps;
  }

  endFirst(): void {
    if (this.firstEnd === Infinity) this.firstEnd = this.#last;
  }

  note({ kind, name, number, applied, repeated }: PointEntry, effects: number): void {
    const { names, anywhere, isSampled } = this.#keeps;
    this.#last = number;
    if (repeated) this.repeated += 1;
    if (names) this.names.push(name);
    if (isSampled && this.asks.length > 0 && this.asked.length > 0) return;
    if (anywhere) (kind === "lease" ? this.leases : this.anywhere).push(number);
    if (kind === "checkpoint") this.asks.push(number);
    if (kind !== "effect") return;
    this.asked.push(number);
    this.askedFor.push(name);
    if (applied && !repeated) this.hashes.push(effects);
  }
}

export interface Keeps {
  readonly names: boolean;
  readonly anywhere: boolean;
  /** Whether only the first place of each kind is asked for. */
  readonly isSampled: boolean;
}

export interface RunOptions {
  /** Whether the states that it passes are taken up. */
  readonly collects: boolean;
  /** What strikes on the way; states before that have been met. Nothing when left out. */
  readonly story?: Story;
  /** The calm run from the same state. */
  readonly from?: Calm;
  /** Whether the names of all points are kept. */
  readonly names?: boolean;
  /** Whether it goes on to its end, though what follows is known. */
  readonly goesOn?: boolean;
}

/** What a run from a state leaves behind. */
export type Traced = Trace & Judged & { readonly length: number };

/** The next errors in a row of a run in which services have failed: of the same effect, or of the next one, in the same way. */
export function nextErrors({ asked, askedFor, askedBefore }: Traced, { kind, place }: Fault): readonly Fault[] {
  const here = asked.indexOf(place as number);
  const same = asked[askedFor.indexOf(askedFor[here] ?? askedBefore, here + 1)];
  const fail = kind === "refused" ? refuse : loseAnswer;
  return [...new Set([same, asked[here + 1]])].flatMap((one) =>
    one === undefined || one <= (place as number) ? [] : [fail(one)],
  );
}

/** All errors that may come after one, in both ways. */
export const laterErrors = ({ asked }: Traced, { place }: Fault): readonly Fault[] =>
  asked.slice(asked.indexOf(place as number) + 1).flatMap((one) => [refuse(one), loseAnswer(one)]);

/**
 * The places of a calm run at which other faults strike: of a later run only those of its first execution, since the
 * others begin from states that have been met, too.
 */
export const within = (places: readonly number[], node: Node, end: number): readonly number[] =>
  node.parent ? places.filter((place) => place <= end) : places;
