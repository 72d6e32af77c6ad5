// The states that were met, each with the fewest faults that led there.
import type { MarkedJob } from "#jobs";
import type { Fault } from "../run/fault.ts";
import { mixed } from "../run/hash.ts";
import type { World, WorldMark } from "../run/world.ts";
import type { Node, Story } from "./node.ts";
import { firstOf, type NameParts, numberOf, type StateName } from "./state-name.ts";
import type { Calm } from "./trace.ts";

// Up to so many jobs, each is tried as the next one after every fault. Among more of them only the interrupted one is: first
// and last after the first fault, and first after further ones.
const fewJobs = 4;

/** A state that was met. */
export interface Met extends Node {
  readonly state: WorldMark;
  readonly name: number;
  readonly parts: NameParts;
  /** How many faults led here. */
  readonly depth: number;
  /** What a calm run from here has shown; undefined until then. */
  calm: Calm | undefined;
  /** A stop request that led here, too, when a crash had led here before. */
  stop: Story | undefined;
}

/** A state as it was seen in a run. */
export interface Seen {
  readonly state: WorldMark;
  readonly name: number;
  readonly parts: NameParts;
  /** What ended the process here. */
  readonly fault: Fault;
  /** The numbers of the jobs that may come next instead of the one whose turn it is. */
  readonly nexts: readonly number[];
  /** Whether there are too many jobs to try each of them. */
  readonly areMany: boolean;
}

export class MetStates {
  /** How many of them a crash led to. */
  crashes = 0;
  /** Whether each job was tried as the next one, wherever several were waiting. */
  everyOrder = true;
  readonly #triesOrders: boolean;
  readonly #byName = new Map<number, Met>();
  /** By the number of faults that led to them. */
  readonly #levels: Met[][] = [];

  /** @param options.triesOrders whether other jobs than the one whose turn it is may come next */
  constructor({ triesOrders }: { readonly triesOrders: boolean }) {
    this.#triesOrders = triesOrders;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The most faults that led to a state, and one more. */
  get depth(): number {
    return this.#levels.length;
  }

  /** All of them, those with the fewest faults first. */
  get all(): readonly Met[] {
    return this.#levels.flat();
  }

  /** Those that so many faults led to. The list grows while states are added. */
  at(depth: number): readonly Met[] {
    return this.#levels[depth] ?? [];
  }

  has(name: number): boolean {
    return this.#byName.has(name);
  }

  get(name: number | undefined): Met | undefined {
    return name === undefined ? undefined : this.#byName.get(name);
  }

  /** The present state of a world, if it has not been met. */
  see(world: World, name: StateName, fault: Fault): Seen | undefined {
    if (this.#byName.has(name.name)) return undefined;
    return { state: world.mark(), name: name.name, parts: name.parts, fault, ...this.#nextsIn(name.jobs, world) };
  }

  /**
   * Takes up a state that was seen, if it is new; once for each job that may come next.
   *
   * @param added the names of the states that one run has added; this one is written there
   */
  take({ state, name, parts, fault, nexts, areMany }: Seen, { parent, faults }: Story, added: Set<number>): void {
    if (this.#byName.has(name)) return;
    added.add(name);
    const depth = (parent as Met).depth + faults.length + 1;
    const [next] = nexts;
    if (areMany && depth > 1 && next !== undefined) {
      return this.add(state, name, parts, { parent, faults: [...faults, { ...fault, next }] }, depth);
    }
    this.add(state, name, parts, { parent, faults: [...faults, fault] }, depth);
    for (const one of nexts) {
      this.add(state, mixed(name, one), parts, { parent, faults: [...faults, { ...fault, next: one }] }, depth);
    }
  }

  add(state: WorldMark, name: number, parts: NameParts, { parent, faults }: Story, depth: number): void {
    const node: Met = { state, name, parts, parent, faults, depth, calm: undefined, stop: undefined };
    if (faults.at(-1)?.kind === "SIGKILL") this.crashes += 1;
    this.#byName.set(name, node);
    while (this.#levels.length <= depth) this.#levels.push([]);
    this.#levels[depth]?.push(node);
  }

  /** The jobs that may come next instead of the one whose turn it is. */
  #nextsIn(jobs: readonly MarkedJob[], world: World): Pick<Seen, "nexts" | "areMany"> {
    if (jobs.length < 2 || !this.#triesOrders) return { nexts: [], areMany: false };
    const areMany = jobs.length > fewJobs;
    if (areMany) this.everyOrder = false;
    const turn = firstOf(jobs, world);
    const others = areMany
      ? [jobs.reduce((one, other) => ((other.leasedUntil ?? 0) > (one.leasedUntil ?? 0) ? other : one))]
      : jobs;
    return { nexts: others.filter((marked) => marked !== turn).map(({ job }) => numberOf(job)), areMany };
  }
}
