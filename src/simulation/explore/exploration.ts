// What an exploration covers: the closure over durable states, and the first flaw that it meets.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import type { DurableState } from "./durable-world.ts";
import { Explorer } from "./explorer.ts";
import type { Fault } from "../run/fault.ts";
import type { Scenario } from "../run/simulate.ts";
import type { Expectation, Problem } from "../check/verdict.ts";

/** A durable state, and how it was reached with the fewest faults. */
export interface Node {
  readonly state: DurableState;
  readonly parent: Node | undefined;
  /** The fault that led here from the parent. */
  readonly fault: Fault | undefined;
  /** How many points the whole run has had when the next execution begins. */
  readonly pointsBefore: number;
}

/** What an exploration has covered. */
export interface Exploration {
  /** Distinct durable states, the fresh one included. */
  readonly states: number;
  /** How often the job was run, each time from one of the states. */
  readonly runs: number;
  /** Operations and checkpoints executed in all runs. */
  readonly points: number;
  /** How many crashes and how many stop requests led to a state. */
  readonly crashes: number;
  readonly stops: number;
  /** Whether every execution was stopped at every checkpoint, or only at the first one and some of the others. */
  readonly everyStop: boolean;
  /** Whether the job looks at its counters; then states with more than 6 executions count as alike. */
  readonly withCounters: boolean;
  /** Most requests repeated after one crash, and after one stop request. */
  readonly redoneAfterCrash: number;
  readonly redoneAfterStop: number;
  /** The first thing that goes wrong, with the fewest faults; undefined when nothing does. */
  readonly flaw: Flaw | undefined;
}

export type Flaw =
  | { readonly kind: "problem"; readonly problem: Problem; readonly node: Node }
  | { readonly kind: "redone"; readonly after: "crash" | "stop"; readonly times: number; readonly node: Node }
  | { readonly kind: "stuck"; readonly node: Node }
  | { readonly kind: "different"; readonly node: Node; readonly first: string; readonly second: string }
  | { readonly kind: "endless"; readonly states: readonly [DurableState, DurableState] };

export interface ExplorationOptions<Args extends Json> extends Omit<Scenario<Args>, "faults" | "deploy">, Expectation {
  /** How many requests may be repeated after one crash, and after one stop request. Default: any number. */
  readonly redoneAfterCrash?: number;
  readonly redoneAfterStop?: number;
  readonly maxStates?: number;
}

/**
 * Visits every durable state that crashes and stop requests can lead to, and runs the job calmly from each. A crash erases
 * memory, so what follows depends on the durable state alone: when no new state turns up, any number of faults is covered.
 * Breadth first, so that the first flaw found needs the fewest faults.
 */
export async function explore<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
): Promise<Exploration> {
  const first = new Explorer(job, options, false);
  const exploration = await first.explore(options.args);
  if (!first.readsCounters || exploration.flaw) return exploration;
  // What the job does depends on how often it has run: explore again, with the counters as a part of the state.
  return await new Explorer(job, options, true).explore(options.args);
}

/** The faults that lead to a state, in the order in which they strike, with points counted over the whole run. */
export function faultsTo(node: Node): readonly Fault[] {
  if (!node.parent || !node.fault) return [];
  const offset = node.parent.pointsBefore;
  const place = node.fault.place as number;
  return [...faultsTo(node.parent), { ...node.fault, place: offset + place }];
}
