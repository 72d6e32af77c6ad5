// What an explored run must hold, and what was redone at most.
import { type Expectation, findProblems, type Judged } from "../check/verdict.ts";
import { isError } from "../run/fault.ts";
import type { Flaw } from "./exploration.ts";
import type { Met } from "./met-states.ts";
import { faultsOf, type Story } from "./node.ts";
import type { Traced } from "./trace.ts";

/** How many requests may be repeated after one fault; any number when left out. */
export interface RedoneLimits {
  readonly redoneAfterCrash?: number;
  readonly redoneAfterStop?: number;
}

export class Judgement {
  /** The most requests that were repeated after one fault. */
  readonly redone = { redoneAfterCrash: 0, redoneAfterStop: 0 };
  readonly #expected: Expectation & RedoneLimits;

  constructor(expected: Expectation & RedoneLimits) {
    this.#expected = expected;
  }

  /** What is wrong with a calm run from a state. */
  ofCalm(node: Met, calm: Traced): Flaw | undefined {
    const flaw = this.#of(calm, node, faultsOf(node).some(isError));
    return flaw ?? this.ofRedone(node, calm.repeated) ?? (node.stop && this.ofRedone(node.stop, calm.repeated));
  }

  /** What is wrong with a run in which a service failed. */
  ofFailed(run: Judged, story: Story): Flaw | undefined {
    return this.#of(run, story, true);
  }

  /** What is wrong with so many repeated requests after the last fault of a story. */
  ofRedone(story: Story, repeated: number): Flaw | undefined {
    const last = story.faults.at(-1);
    if (!last || !story.parent) return undefined;
    const all = faultsOf(story);
    if (all.some(isError)) return undefined;
    const after = last.kind === "SIGTERM" ? "stop" : "crash";
    // What is redone after a stop that follows a crash is the price of the crash.
    if (after === "stop" && all.some(({ kind }) => kind === "SIGKILL")) return undefined;
    const count = after === "stop" ? "redoneAfterStop" : "redoneAfterCrash";
    this.redone[count] = Math.max(this.redone[count], repeated);
    const limit = this.#expected[count] ?? Infinity;
    return repeated > limit ? { kind: "redone", after, times: repeated, story } : undefined;
  }

  /** Who goes on with other work while a service fails has it out of order, and nothing is wrong with that. */
  #of(run: Judged, story: Story, servicesFailed: boolean): Flaw | undefined {
    const [problem] = findProblems(run, servicesFailed ? { ...this.#expected, inOrder: false } : this.#expected);
    return problem && { kind: "problem", problem, story };
  }
}
