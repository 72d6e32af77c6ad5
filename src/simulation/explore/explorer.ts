// Visits every durable state that crashes and stop requests can lead to, and runs the job calmly from each.
import { type AnyJobDefinition, enqueue, type JobDefinition, type Json, type Outcome } from "#jobs";
import type { OpenShop, Shop } from "#shop";
import { watchCounters } from "./counter-reads.ts";
import { type DurableState, DurableWorld } from "./durable-world.ts";
import { type Exploration, type ExplorationOptions, faultsTo, type Flaw, type Node } from "./exploration.ts";
import { crash, type Fault, sigterm } from "../run/fault.ts";
import { Gate } from "../run/gate.ts";
import type { Failure, PointEntry } from "../run/run.ts";
import { failuresIn, performAll } from "../run/simulate.ts";
import { findProblems, type Judged } from "../check/verdict.ts";
import type { World } from "../run/worker-process.ts";

// Beyond this a job most likely writes something new at each execution, and would never close.
const defaultMaxStates = 20_000;
// Up to so many points in a calm run, every execution is stopped at every checkpoint.
const exhaustiveStops = 60;
// Above that, the first execution is stopped at so many of its checkpoints, spread evenly.
const sampledStops = 100;
// One state in so many is run twice, to see whether it does the same again.
const checkEvery = 50;

/** Visits the states, breadth first. `explore` is its public face. */
export class Explorer<Args extends Json> {
  readonly #job: JobDefinition<Args, Shop>;
  readonly #jobs: readonly AnyJobDefinition<Shop>[];
  readonly #options: ExplorationOptions<Json>;
  readonly #seen = new Set<number>();
  readonly #waiting: Node[] = [];
  readonly #counts = { runs: 0, points: 0, crashes: 0, stops: 0, redoneAfterCrash: 0, redoneAfterStop: 0 };
  #everyStop = true;
  #readsCounters = false;
  readonly #withCounters: boolean;
  #stuck: Flaw | undefined;
  #shop: OpenShop | undefined;

  constructor(job: JobDefinition<Args, Shop>, options: ExplorationOptions<Json>, withCounters: boolean) {
    this.#job = job;
    this.#withCounters = withCounters;
    this.#options = options;
    this.#jobs = [job, ...(options.otherJobs ?? [])].map((one) =>
      watchCounters(one, () => {
        this.#readsCounters = true;
      }),
    );
  }

  /** Whether the job has looked at how often it has run. */
  get readsCounters(): boolean {
    return this.#readsCounters;
  }

  /** The states that were met, in the order in which they were met. */
  get nodes(): readonly Node[] {
    return this.#waiting;
  }

  /** Runs the job calmly from a state that was met here or by the exploration of another version of the job. */
  async runFrom(node: Node): Promise<Judged> {
    return await this.#run(node, "nothing");
  }

  async explore(args: Args): Promise<Exploration> {
    await this.#begin(args);
    let flaw: Flaw | undefined;
    for (let index = 0; index < this.#waiting.length && !flaw; index += 1) {
      const node = this.#waiting[index] as Node;
      flaw = await this.#visit(node, index);
      if (this.#seen.size > (this.#options.maxStates ?? defaultMaxStates)) flaw ??= this.#endless();
    }
    // A job that loses or repeats something is better told that; being stuck takes faults without end.
    flaw ??= this.#stuck;
    const { size: states } = this.#seen;
    return { states, everyStop: this.#everyStop, withCounters: this.#withCounters, flaw, ...this.#counts };
  }

  async #begin(args: Args): Promise<void> {
    const world = this.#open(undefined);
    await enqueue(world.queue, this.#job, args);
    world.noteQueue();
    this.#add(world.keep(world.name), undefined, undefined, 0);
  }

  async #visit(node: Node, index: number): Promise<Flaw | undefined> {
    const calm = await this.#run(node, "crash");
    const flaw = this.#judge(node, calm);
    if (flaw) return flaw;
    if (index % checkEvery === 0) {
      const again = await this.#run(node, "nothing");
      const at = calm.names.findIndex((name, place) => name !== again.names[place]);
      if (at !== -1 || calm.names.length !== again.names.length) {
        return { kind: "different", node, first: calm.names[at] ?? "the end", second: again.names[at] ?? "the end" };
      }
    }
    await this.#stop(node, calm);
    return undefined;
  }

  /** Stops the execution that begins at this state, at checkpoints of it. */
  async #stop(node: Node, calm: Traced): Promise<void> {
    for (const [turn, place] of this.#stopsOf(node, calm).entries()) {
      const stopped = await this.#run(node, "stop", sigterm({ before: place }));
      // Stopped at its first checkpoint, the job has come back as it was: it could be stopped so for ever.
      if (turn === 0 && stopped.stoppedAs === node.state.name) this.#stuck ??= { kind: "stuck", node };
    }
  }

  #stopsOf(node: Node, { asks, length }: Traced): readonly number[] {
    if (!node.parent) this.#everyStop = length <= exhaustiveStops;
    if (this.#everyStop) return asks;
    if (node.parent) return asks.slice(0, 1);
    const stride = Math.max(1, Math.ceil(asks.length / sampledStops));
    return asks.filter((_, index) => index % stride === 0);
  }

  #judge(node: Node, calm: Traced): Flaw | undefined {
    const [problem] = findProblems(calm, this.#options);
    if (problem) return { kind: "problem", problem, node };
    if (!node.fault) return undefined;
    const after = node.fault.kind === "SIGTERM" ? "stop" : "crash";
    // What is redone after a stop that follows a crash is the price of the crash.
    if (after === "stop" && faultsTo(node).some(({ kind }) => kind === "SIGKILL")) return undefined;
    const count = after === "stop" ? "redoneAfterStop" : "redoneAfterCrash";
    this.#counts[count] = Math.max(this.#counts[count], calm.repeated);
    const limit = this.#options[count] ?? Infinity;
    return calm.repeated > limit ? { kind: "redone", after, times: calm.repeated, node } : undefined;
  }

  /** Runs the job from a state to its end, and takes up the states that it passes: after a crash, or after the stop. */
  async #run(node: Node, collect: "crash" | "stop" | "nothing", fault?: Fault): Promise<Traced> {
    const world = this.#open(node.state);
    // After a crash, too, other people are in the shop before the next worker comes; after a stop they have been.
    if (node.fault?.kind === "SIGKILL") this.#whileStopped(world);
    const trace = new Trace();
    const gate = new Gate({
      faults: fault ? [fault] : nothing,
      maxPoints: this.#options.maxPoints ?? 200_000,
      record: (entry) => {
        if (entry.entry !== "point") return;
        trace.note(entry);
        if (world.note(entry) && collect === "crash") this.#meet(world, node, crash, entry.number);
      },
      took: () => world.clock.advance(1),
      lastWasRepeated: () => lastOf(world.shop.ledger.requests)?.repeated ?? false,
    });
    const outcomes = await performAll(
      this.#worldFor(world, gate),
      {
        maxExecutions: this.#options.maxExecutions,
        whileStopped: () => {
          this.#whileStopped(world);
          if (collect !== "stop" || trace.stoppedAs !== undefined) return;
          trace.stoppedAs = world.name;
          this.#meet(world, node, () => fault as Fault, gate.count);
        },
      },
      collect === "stop",
    );
    this.#counts.runs += 1;
    this.#counts.points += gate.count;
    return this.#traced(world, trace, gate, outcomes);
  }

  #traced(world: DurableWorld, trace: Trace, gate: Gate, outcomes: readonly (Outcome | "died")[]): Traced {
    const { jobs: left, dead } = world.queue.mark();
    const failures = dead.length > 0 ? failuresIn(dead, outcomes) : nothing;
    return {
      names: trace.names,
      asks: trace.asks,
      repeated: trace.repeated,
      stoppedAs: trace.stoppedAs,
      length: gate.count,
      end: dead.length > 0 ? "failed" : left.length > 0 ? "unfinished" : "finished",
      failures,
      effects: world.shop.ledger.effects,
      // What comes after the end of a job is lost in a crash before it: no need to look for it here.
      entries: nothing,
    };
  }

  #whileStopped(world: DurableWorld): void {
    if (!this.#options.whileStopped) return;
    this.#options.whileStopped(world.shop);
    world.noteRows();
  }

  /** Takes up the present state of a world, if it is new. */
  #meet(world: DurableWorld, parent: Node, fault: (where: { readonly after: number }) => Fault, points: number): void {
    const { name } = world;
    if (this.#seen.has(name)) return;
    this.#add(world.keep(name), parent, fault({ after: points }), parent.pointsBefore + points);
  }

  #add(state: DurableState, parent: Node | undefined, fault: Fault | undefined, pointsBefore: number): void {
    this.#seen.add(state.name);
    if (fault?.kind === "SIGKILL") this.#counts.crashes += 1;
    if (fault?.kind === "SIGTERM") this.#counts.stops += 1;
    this.#waiting.push({ state, parent, fault, pointsBefore });
  }

  #open(from: DurableState | undefined): DurableWorld {
    this.#shop ??= this.#options.shop();
    return new DurableWorld({
      shop: this.#shop,
      ...(from && { from }),
      inPayload: this.#options.progress === "payload",
      withCounters: this.#withCounters,
      withDetails: this.#options.details !== undefined,
    });
  }

  #worldFor({ clock, queue, progress, shop }: DurableWorld, gate: Gate): World {
    return {
      clock,
      queue,
      progress,
      shop,
      gate,
      jobs: this.#jobs,
      // Leases never run out here: a crash is followed by the moment at which they would have.
      leaseMs: Number.MAX_SAFE_INTEGER,
      graceMs: Number.MAX_SAFE_INTEGER,
      listening: false,
      record: () => {},
    };
  }

  #endless(): Flaw {
    const [one, other] = this.#waiting.slice(-2).map(({ state }) => state) as [DurableState, DurableState];
    return { kind: "endless", states: [one, other] };
  }
}

const nothing: readonly [] = [];

const lastOf = <Item>(items: readonly Item[]): Item | undefined => items[items.length - 1];

/** What is noted while a run goes on. */
class Trace {
  readonly names: string[] = [];
  readonly asks: number[] = [];
  repeated = 0;
  stoppedAs: number | undefined;

  note({ kind, name, number, repeated }: PointEntry): void {
    this.names.push(name);
    if (kind === "checkpoint") this.asks.push(number);
    if (repeated) this.repeated += 1;
  }
}

/** What a run from a state leaves behind. */
interface Traced {
  readonly names: readonly string[];
  /** The numbers of the points at which the job asked whether to stop. */
  readonly asks: readonly number[];
  readonly length: number;
  /** Requests that were recognised by their key. */
  readonly repeated: number;
  /** The state in which the stopped process left the world. */
  readonly stoppedAs: number | undefined;
  readonly end: "finished" | "failed" | "unfinished";
  readonly failures: readonly Failure[];
  readonly effects: DurableWorld["shop"]["ledger"]["effects"];
  readonly entries: readonly [];
}
