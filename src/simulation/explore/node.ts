// A durable state, and the faults that led to it.
import type { Fault } from "../run/fault.ts";
import type { WorldMark } from "../run/world.ts";

/** Faults that lead on from a state. */
export interface Story {
  readonly parent: Node | undefined;
  /** What strikes from the parent on; places are counted over the whole run. */
  readonly faults: readonly Fault[];
}

/** A durable state, and how it was reached with the fewest faults. */
export interface Node extends Story {
  readonly state: WorldMark;
}

/** The faults of a story from the beginning, in the order in which they strike. */
export function faultsOf({ parent, faults }: Story): readonly Fault[] {
  return parent ? [...faultsOf(parent), ...faults] : faults;
}
