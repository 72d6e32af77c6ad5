// What the explorer says of a job: proved, or refused with a reason.
import { type Expectation, explore, type Fault } from "#simulation";
import { faultsOf } from "../../src/simulation/explore/node.ts";
import type { Omission } from "../../src/simulation/explore/explorer.ts";
import type { Subject } from "./process-memory.ts";
import type { World } from "./scenario.ts";

export type Answer =
  | { readonly kind: "proved" }
  | { readonly kind: "refused"; readonly reason: string; readonly story: readonly Fault[] | undefined };

/** Asks an explorer about a job. */
export type Ask = (job: Subject["job"], options: World & Expectation) => Promise<Answer>;

// A right job of three orders has some hundreds; one that writes something new each time is to be told soon.
const maxStates = 6_000;

/** @param leavesOut for an explorer that is broken on purpose */
export const explorerWithout =
  (...leavesOut: readonly Omission[]): Ask =>
  async (job, options) => {
    const { flaw } = await explore(job, { ...options, maxStates }, leavesOut);
    if (!flaw) return { kind: "proved" };
    const reason = flaw.kind === "problem" ? `problem: ${flaw.problem.kind}` : flaw.kind;
    return { kind: "refused", reason, story: "story" in flaw ? faultsOf(flaw.story) : undefined };
  };

export const askExplorer: Ask = explorerWithout();
