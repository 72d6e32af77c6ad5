// What an exploration covers: the closure over durable states, and the first flaw that it meets.
import type { JobDefinition, Json } from "#jobs";
import type { Shop } from "#shop";
import type { Expectation, Problem } from "../check/verdict.ts";
import { type Fault, isError } from "../run/fault.ts";
import type { Scenario } from "../run/simulate.ts";
import { countsIn, type Looks, noLooks } from "../run/watched-job.ts";
import type { WorldMark } from "../run/world.ts";
import { Explorer, type ExplorerOptions, type Omission } from "./explorer.ts";
import { faultsOf, type Story } from "./node.ts";

/** What an exploration has covered. */
export interface Exploration {
  /** Distinct durable states, the fresh one included. */
  readonly states: number;
  /** How often the job was run, each time from one of the states. */
  readonly runs: number;
  /** Operations and moments at which a fault could strike, in all runs. */
  readonly points: number;
  /** How many crashes led to a new state; how many stop requests and errors of services were tried. */
  readonly crashes: number;
  readonly stops: number;
  readonly errors: number;
  /** Whether every execution was stopped at every place, or only the first one at some and every later one at the first. */
  readonly everyStop: boolean;
  /**
   * Whether services failed in both ways at every effect of every execution, or only in one of them, in turn, at those of
   * the first one, and in both at the first of later ones.
   */
  readonly everyError: boolean;
  /** Whether services failed up to four times in a row in every process, or in the first one only. */
  readonly everyRow: boolean;
  /** Whether each job that was due was tried as the next one, or only the one that was interrupted. */
  readonly everyOrder: boolean;
  /** Whether retry rules ran out of their attempts, or some allow so many that their last one was not tried. */
  readonly everyTry: boolean;
  /** Whether SIGTERM came at every point, since the job looks at its signal, and not at checkpoints alone. */
  readonly looksAtSignal: boolean;
  /** The job looks at a count of its executions: states are told apart up to so many. */
  readonly countedTo: number | undefined;
  /** At which hours of slow days executions began, if slow days were tried, since the job looks at the time. */
  readonly slowDay: "every hour" | "some hours" | undefined;
  /** Whether the module of the job was evaluated anew for each process; not possible for a job that a spec defines. */
  readonly evaluatedAnew: boolean;
  /** Most requests repeated after one crash, and after one stop request. */
  readonly redoneAfterCrash: number;
  readonly redoneAfterStop: number;
  /** The first thing that goes wrong, with the fewest faults; undefined when nothing does. */
  readonly flaw: Flaw | undefined;
}

export type Flaw =
  | { readonly kind: "problem"; readonly problem: Problem; readonly story: Story }
  | { readonly kind: "redone"; readonly after: "crash" | "stop"; readonly times: number; readonly story: Story }
  | { readonly kind: "stuck"; readonly story: Story }
  | { readonly kind: "different"; readonly story: Story; readonly first: string; readonly second: string }
  | { readonly kind: "endless"; readonly count: number; readonly states: readonly [WorldMark, WorldMark] };

export interface ExplorationOptions<Args extends Json>
  extends Omit<Scenario<Args>, "faults" | "deploy" | "watch">, Expectation {
  /** How many requests may be repeated after one crash, and after one stop request. Default: any number. */
  readonly redoneAfterCrash?: number;
  readonly redoneAfterStop?: number;
  readonly maxStates?: number;
}

// Counts that code reads are told apart up to the first number, and, where that leads to few states, up to the second.
const countedTo = { atLeast: 6, inSmallWorlds: 20 };
// Up to so many effects, slow days are told apart by the hour.
const mostByTheHour = 20;
const smallWorld = { points: 60_000, states: 2_500 };

/**
 * Visits every durable state that crashes, stop requests and failing services can lead to, and runs the job calmly from
 * each. A crash erases memory, so what follows depends on the durable state alone: when no new state turns up, any number
 * of faults is covered. Breadth first, so that the first flaw found needs the fewest faults.
 *
 * @param leavesOut what an explorer that is broken on purpose leaves out, for the test that has to find it out
 */
export async function explore<Args extends Json>(
  job: JobDefinition<Args, Shop>,
  options: ExplorationOptions<NoInfer<Args>>,
  leavesOut: readonly Omission[] = [],
): Promise<Exploration> {
  const pass = (more: Partial<ExplorerOptions>) =>
    new Explorer(job, options, { ...more, leavesOut }).explore(options.args);
  const tellsHour = options.effects.length <= mostByTheHour;
  let tells: Looks = noLooks();
  let last = await exploreTelling(tells, pass, tellsHour);
  // What the job does depends on something that it looked at: once more, with that as a part of the state.
  while (looksFurther(last.looks, tells) && !leavesOut.includes("counts")) {
    tells = last.looks;
    const next = await exploreTelling(tells, pass, tellsHour);
    // A flaw that was found without it is one; with it, a plainer story may be told of the same.
    if (last.flaw) return plainer(last, next);
    last = next;
  }
  return last;
}

type Explored = Exploration & { readonly looks: Looks };

/** Explores with these looks told apart: with few counts, with many where that is cheap, and on slow days. */
async function exploreTelling(
  tells: Looks,
  pass: (more: Partial<ExplorerOptions>) => Promise<Explored>,
  tellsHour: boolean,
): Promise<Explored> {
  let last = await pass({ tells, mostCounted: countedTo.atLeast });
  if (!last.flaw && countsIn(tells) > 0 && last.points <= smallWorld.points) {
    const further = await pass({ tells, mostCounted: countedTo.inSmallWorlds, maxStates: smallWorld.states });
    if (further.flaw?.kind !== "endless") last = further;
  }
  if (last.flaw || !tells.time) return last;
  const byTheHour = await pass({ tells, mostCounted: countedTo.atLeast, slowDay: true, tellsHour });
  last = { ...added(last, byTheHour), looks: both(last.looks, byTheHour.looks) };
  if (last.flaw || !last.countedTo || last.countedTo === countedTo.atLeast) return last;
  // As many counts and all hours would be too many states: one or the other.
  const more = { mostCounted: countedTo.inSmallWorlds, maxStates: smallWorld.states };
  const withCounts = await pass({ tells, slowDay: true, ...more });
  if (withCounts.flaw?.kind === "endless") return { ...last, countedTo: countedTo.atLeast };
  return { ...added(last, withCounts), looks: both(last.looks, withCounts.looks), slowDay: last.slowDay };
}

const both = (one: Looks, other: Looks): Looks => ({
  executions: new Set([...one.executions, ...other.executions]),
  resumptions: new Set([...one.resumptions, ...other.resumptions]),
  interruptions: new Set([...one.interruptions, ...other.interruptions]),
  time: one.time || other.time,
  signal: one.signal || other.signal,
  numbers: one.numbers || other.numbers,
});

const errorsAmong = (faults: readonly Fault[]): number => faults.filter(isError).length;

/** The exploration whose flaw takes fewer faults, or the same number and fewer services that fail. */
function plainer<Found extends Exploration>(one: Found, other: Found): Found {
  const [first, second] = [one, other].map(({ flaw }) => (flaw && "story" in flaw ? faultsOf(flaw.story) : undefined));
  if (!first || !second || first.length < second.length) return one;
  return second.length < first.length || errorsAmong(second) < errorsAmong(first) ? other : one;
}

/** Whether something was looked at that the names of states did not tell apart yet. */
const looksFurther = (seen: Looks, told: Looks): boolean =>
  countsIn(seen) > countsIn(told) || (["time", "signal", "numbers"] as const).some((look) => seen[look] && !told[look]);

function added(one: Exploration, other: Exploration): Exploration {
  return {
    ...one,
    states: one.states + other.states,
    runs: one.runs + other.runs,
    points: one.points + other.points,
    crashes: one.crashes + other.crashes,
    stops: one.stops + other.stops,
    errors: one.errors + other.errors,
    everyStop: one.everyStop && other.everyStop,
    everyError: one.everyError && other.everyError,
    everyOrder: one.everyOrder && other.everyOrder,
    everyRow: one.everyRow && other.everyRow,
    everyTry: one.everyTry && other.everyTry,
    slowDay: other.slowDay,
    redoneAfterCrash: Math.max(one.redoneAfterCrash, other.redoneAfterCrash),
    redoneAfterStop: Math.max(one.redoneAfterStop, other.redoneAfterStop),
    flaw: other.flaw,
  };
}
