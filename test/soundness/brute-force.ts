// All short schedules of faults, one run each, with nothing left out but what was seen to go exactly alike.
import {
  type Expectation,
  type Fault,
  findProblems,
  type PointEntry,
  pointsOf,
  type Problem,
  type Run,
} from "#simulation";
import { faultKinds, hasError, worldFaults } from "./fault-kinds.ts";
import type { Random } from "./random.ts";
import type { Strike } from "./strike.ts";
import { traceOf } from "./trace.ts";

/** A schedule under which a job does what it should not. */
export interface Break {
  readonly faults: readonly Fault[];
  readonly problem: Problem;
}

/** What was tried. */
export interface Trial {
  readonly runs: number;
  /** How many of them had a fault that found no place: the job went another way than before. */
  readonly missed: number;
  /** How many schedules there are of one fault, and of two, and how many of them were run. */
  readonly tried: readonly { readonly name: string; readonly of: number; readonly run: number }[];
  readonly broken: Break | undefined;
}

interface Node {
  readonly faults: readonly Fault[];
  readonly run: Run;
}

/** When to pass on to longer schedules, as shares of all runs; what is left over goes to the next. */
const shares = { one: 0.5, there: 0.6, alike: 0.7, two: 0.9 };

/** How often the same kind of fault strikes again and again, beside the schedules of up to three of any kind. */
const mostAlike = 5;

/** Runs a job under many schedules, those of one fault first, until one breaks it. */
export class BruteForce {
  readonly #simulate: Strike;
  readonly #expectation: Expectation;
  readonly #maxRuns: number;
  readonly #random: Random;
  readonly #traces = new Set<string>();
  readonly #tried: { name: string; of: number; run: number }[] = [];
  #runs = 0;
  #missed = 0;
  #broken: Break | undefined;

  /**
   * @param simulate runs the job with these faults; undefined when one of them found no place
   * @param maxRuns two thousand are enough for all schedules of one fault, and in small jobs for those of two
   */
  constructor(
    simulate: Strike,
    expectation: Expectation,
    { maxRuns, random }: { readonly maxRuns: number; readonly random: Random },
  ) {
    this.#simulate = simulate;
    this.#expectation = expectation;
    this.#maxRuns = maxRuns;
    this.#random = random;
  }

  async search(): Promise<Trial> {
    const calm = await this.#try([]);
    const ones = await this.#level("one fault", calm ? [calm] : [], shares.one);
    const worlds = await this.#all(
      worldFaults.map((fault) => [fault]),
      this.#maxRuns,
    );
    const onesThere = await this.#level("one fault on a slow day", worlds, shares.there);
    if (calm) await this.#alike(calm);
    const twos = await this.#level("two faults", [...ones, ...onesThere], shares.two);
    await this.#threes(twos);
    return { runs: this.#runs, missed: this.#missed, tried: this.#tried, broken: this.#broken };
  }

  /** One more fault after each of these runs; in random order, since there may be too many for this share of the runs. */
  async #level(name: string, nodes: readonly Node[], share: number): Promise<readonly Node[]> {
    const schedules = this.#random.shuffled(nodes.flatMap((node) => schedulesAfter(node)));
    const before = this.#runs;
    const distinct = await this.#all(schedules, share * this.#maxRuns);
    this.#tried.push({ name, of: schedules.length, run: this.#runs - before });
    return distinct;
  }

  async #all(schedules: readonly (readonly Fault[])[], until: number): Promise<readonly Node[]> {
    const distinct: Node[] = [];
    for (const faults of schedules) {
      if (this.#broken || this.#runs >= until) break;
      const node = await this.#try(faults);
      // A run that went exactly like another one, to the last key, has the same futures: one of them will do.
      if (node && this.#isNew(node.run)) distinct.push(node);
    }
    return distinct;
  }

  /** Schedules of three faults, drawn at random. */
  async #threes(twos: readonly Node[]): Promise<void> {
    const drawn = new Set<string>();
    // Of a small job there are few, and most draws find one that was drawn before.
    for (let draw = 0; draw < this.#maxRuns && twos.length > 0; draw += 1) {
      if (this.#broken || this.#runs >= this.#maxRuns) return;
      const schedules = schedulesAfter(this.#random.pick(twos));
      const faults = schedules.length > 0 ? this.#random.pick(schedules) : [];
      const name = JSON.stringify(faults);
      if (faults.length === 0 || drawn.has(name)) continue;
      drawn.add(name);
      await this.#try(faults);
    }
  }

  /** The same kind again and again, each time at the first of its places, or the second …: what budgets give way to. */
  async #alike(calm: Node): Promise<void> {
    for (const { at } of faultKinds) {
      const places = pointsOf(calm.run).filter((point) => at(point, calm.run).length > 0).length;
      const stride = Math.max(1, Math.floor(places / 6));
      for (
        let index = 0;
        index < places && !this.#broken && this.#runs < shares.alike * this.#maxRuns;
        index += stride
      ) {
        await this.#tower(calm, at, index);
      }
    }
  }

  async #tower(calm: Node, at: (typeof faultKinds)[number]["at"], index: number): Promise<void> {
    let node: Node | undefined = calm;
    for (let height = 1; node && height <= mostAlike && !this.#broken; height += 1) {
      const { faults, run }: Node = node;
      const next = pointsAfter(faults, run).flatMap((point) => at(point, run));
      const fault: Fault | undefined = next[Math.min(index, next.length - 1)];
      if (!fault) return;
      node = await this.#try([...faults, fault]);
    }
  }

  async #try(faults: readonly Fault[]): Promise<Node | undefined> {
    this.#runs += 1;
    const run = await this.#simulate(faults);
    if (!run) {
      this.#missed += 1;
      return undefined;
    }
    const { inOrder = true } = this.#expectation;
    const [problem] = findProblems(run, { ...this.#expectation, inOrder: inOrder && !hasError(faults) });
    if (problem) this.#broken ??= { faults, problem };
    return { faults, run };
  }

  #isNew(run: Run): boolean {
    const trace = traceOf(run);
    if (this.#traces.has(trace)) return false;
    this.#traces.add(trace);
    return true;
  }
}

const schedulesAfter = ({ faults, run }: Node): readonly (readonly Fault[])[] =>
  pointsAfter(faults, run).flatMap((point) =>
    faultKinds.flatMap(({ at }) => at(point, run).map((fault) => [...faults, fault])),
  );

/** The points of a run that come after its last fault. Earlier ones belong to schedules in another order. */
function pointsAfter(faults: readonly Fault[], run: Run): readonly PointEntry[] {
  const last = Number(faults.at(-1)?.place ?? 0);
  return pointsOf(run).filter(({ number }) => number > last);
}
