// Visits every durable state that crashes, stop requests and failing services can lead to, and runs the job calmly from each.
import type { JobDefinition, Json } from "#jobs";
import type { OpenShop, Shop } from "#shop";
import type { Judged } from "../check/verdict.ts";
import { crash, endsProcess, type Fault, sigterm, slow } from "../run/fault.ts";
import { endOf, performAll } from "../run/perform-all.ts";
import type { RunEntry } from "../run/run.ts";
import { type Setting, settingOf } from "../run/setting.ts";
import { begin } from "../run/simulate.ts";
import { countsIn, type Looks, noLooks } from "../run/watched-job.ts";
import type { WorkerProcess } from "../run/worker-process.ts";
import { World, type WorldMark } from "../run/world.ts";
import type { Exploration, ExplorationOptions, Flaw } from "./exploration.ts";
import { FailingServices } from "./failing-services.ts";
import { Judgement } from "./judgement.ts";
import { type Met, MetStates } from "./met-states.ts";
import type { Node, Story } from "./node.ts";
import { countsEveryTry, type NameParts, type Naming, StateName } from "./state-name.ts";
import { type RunOptions, Trace, type Traced, within } from "./trace.ts";

// Beyond this a job most likely writes something new at each execution, and would never close.
const defaultMaxStates = 20_000;
// Up to so many points in a calm run, every execution is stopped at every place.
const exhaustive = 60;
// Above that, the first execution is stopped at so many of its places, spread evenly.
const sampledStops = 100;
// States that need more faults than this only come about where each execution writes something new.
const mostLevels = 150;
// One state in so many is run twice, to see whether it does the same again.
const checkEvery = 50;

/** What an explorer may be told to leave out, so that a test can find out that it does. */
export type Omission = "budgets" | "counts" | "orders" | "memory" | "stops" | "errors";

export interface ExplorerOptions {
  readonly leavesOut: readonly Omission[];
  /** What is told apart in the names of states, since code looks at it. */
  readonly tells: Looks;
  /** Counts are told apart up to this number. */
  readonly mostCounted: number;
  readonly slowDay: boolean;
  /** Whether slow days are told apart by the hour, so that executions begin at each. */
  readonly tellsHour: boolean;
  /** How many states there may be; when left out, what the options say. */
  readonly maxStates: number;
}

/** Visits the states, breadth first. `explore` is its public face. */
export class Explorer<Args extends Json> {
  readonly #job: JobDefinition<Args, Shop>;
  readonly #options: ExplorationOptions<Json>;
  readonly #tells: Looks;
  readonly #looks: Looks = noLooks();
  readonly #mostCounted: number;
  readonly #tellsHour: boolean;
  readonly #leavesOut: readonly Omission[];
  readonly #maxStates: number;
  readonly #base: readonly Fault[];
  readonly #met: MetStates;
  readonly #judgement: Judgement;
  readonly #services: FailingServices;
  readonly #counts = { runs: 0, points: 0, stops: 0 };
  #everyStop = true;
  #stuck: Flaw | undefined;
  #fixed: { readonly shop: OpenShop; readonly setting: Setting; readonly naming: Naming } | undefined;

  constructor(
    job: JobDefinition<Args, Shop>,
    options: ExplorationOptions<Json>,
    {
      tells = noLooks(),
      mostCounted = 0,
      slowDay = false,
      tellsHour = false,
      maxStates,
      leavesOut = [],
    }: Partial<ExplorerOptions> = {},
  ) {
    this.#job = job;
    this.#options = options;
    this.#tells = tells;
    this.#mostCounted = mostCounted;
    this.#leavesOut = leavesOut;
    this.#maxStates = maxStates ?? options.maxStates ?? defaultMaxStates;
    this.#tellsHour = tellsHour;
    this.#met = new MetStates({ triesOrders: !leavesOut.includes("orders") });
    this.#judgement = new Judgement(options);
    this.#services = new FailingServices((node, how) => this.#run(node, how), this.#judgement);
    this.#base = slowDay ? [slow()] : [];
    this.#looks.time = [job, ...(options.otherJobs ?? [])].some(({ maxRuntimeMs }) => maxRuntimeMs < Infinity);
  }

  /** The states that were met, those with the fewest faults first. */
  get nodes(): readonly Node[] {
    return this.#met.all;
  }

  /** Runs the job calmly from a state that was met here or by the exploration of another version of the job. */
  async runFrom(node: Node): Promise<Judged> {
    return await this.#run(node as Met, { collects: false });
  }

  async explore(args: Args): Promise<Exploration & { readonly looks: Looks }> {
    await this.#begin(args);
    let flaw: Flaw | undefined;
    for (let level = 0; !flaw && level <= this.#met.depth; level += 1) flaw = await this.#visitLevel(level);
    flaw ??= await this.#services.failOften(this.#met.size);
    // A job that loses or repeats something is better told that; being stuck takes faults without end.
    flaw ??= this.#stuck;
    return {
      states: this.#met.size,
      ...this.#counts,
      crashes: this.#met.crashes,
      errors: this.#services.count,
      ...this.#judgement.redone,
      everyStop: this.#everyStop,
      everyError: this.#services.everyError,
      everyRow: this.#services.everyRow,
      everyOrder: this.#met.everyOrder,
      everyTry: [this.#job, ...(this.#options.otherJobs ?? [])].every((job) => countsEveryTry(job)),
      looksAtSignal: this.#tells.signal,
      countedTo: countsIn(this.#tells) > 0 ? this.#mostCounted : undefined,
      slowDay: this.#base.length === 0 ? undefined : this.#tellsHour ? "every hour" : "some hours",
      evaluatedAnew: this.#fixed?.setting.renewable ?? false,
      flaw,
      looks: this.#looks,
    };
  }

  async #begin(args: Args): Promise<void> {
    const world = this.#open(undefined, []);
    await begin(world, this.#job, { ...this.#options, args });
    const name = this.#name(world);
    this.#met.add(world.mark(), name.name, name.parts, { parent: undefined, faults: this.#base }, 0);
  }

  /** Everything that needs so many faults: calm runs from states, and runs in which a service fails as the last fault. */
  async #visitLevel(level: number): Promise<Flaw | undefined> {
    for (const [index, node] of this.#met.at(level).entries()) {
      const flaw = await this.#visit(node, index);
      if (flaw) return flaw;
      if (this.#met.size > this.#maxStates || level > mostLevels) return this.#endless();
      // A macrotask comes now and then, or no time limit around a proof could ever strike.
      if (index % 64 === 0) await aMacrotask();
    }
    if (this.#leavesOut.includes("errors")) return undefined;
    for (const node of this.#met.at(level - 1)) {
      const flaw = await this.#services.failOnce(node);
      if (flaw) return flaw;
    }
    return undefined;
  }

  async #visit(node: Met, index: number): Promise<Flaw | undefined> {
    const isChecked = index % checkEvery === 0;
    const calm = await this.#run(node, { collects: true, names: isChecked });
    const { repeated, firstEnd, asked, hashes } = calm;
    node.calm = { repeated, firstEnd, asked, hashes };
    if (calm.merged) return undefined;
    const flaw = this.#judgement.ofCalm(node, calm);
    if (flaw) return flaw;
    if (isChecked) {
      const again = await this.#run(node, { collects: false, names: true });
      const at = calm.names.findIndex((name, place) => name !== again.names[place]);
      if (!again.merged && (at !== -1 || calm.names.length !== again.names.length)) {
        return {
          kind: "different",
          story: node,
          first: calm.names[at] ?? "the end",
          second: again.names[at] ?? "the end",
        };
      }
    }
    return await this.#stop(node, calm);
  }

  /** Stops the execution that begins at this state, at places of it. */
  async #stop(node: Met, calm: Traced): Promise<Flaw | undefined> {
    if (this.#leavesOut.includes("stops")) return undefined;
    for (const [turn, place] of this.#stopsOf(node, calm).entries()) {
      const story = { parent: node, faults: [sigterm({ before: place })] };
      this.#counts.stops += 1;
      const stopped = await this.#run(node, { collects: true, story, from: calm });
      if (this.#tells.signal && this.#everyStop) await this.#services.failWhileStopping(node, calm, stopped, story);
      // Stopped at its first checkpoint, the job has come back as it was: it could be stopped so for ever.
      if (turn === 0 && stopped.stoppedAs === node.name) this.#stuck ??= { kind: "stuck", story: node };
      const met = this.#met.get(stopped.stoppedAs);
      if (!met || stopped.added.has(met.name)) continue;
      if (!met.calm) met.stop ??= story;
      else {
        const flaw = this.#judgement.ofRedone(story, met.calm.repeated);
        if (flaw) return flaw;
      }
    }
    return undefined;
  }

  #stopsOf(node: Met, { asks, anywhere, leases, length, firstEnd }: Traced): readonly number[] {
    // A stop before the lease comes last: most often one after it tells the same more plainly.
    const places = within(this.#tells.signal ? [...anywhere, ...leases] : asks, node, firstEnd);
    if (!node.parent) this.#everyStop = length <= exhaustive;
    if (this.#everyStop) return places;
    if (node.parent) return places.slice(0, 1);
    const stride = Math.max(1, Math.ceil(places.length / sampledStops));
    return places.filter((_, index) => index % stride === 0);
  }

  /**
   * Runs the job from a state to its end, and takes up the states that it passes: each is what a crash would leave.
   */
  async #run(
    node: Met,
    { collects, story = { parent: node, faults: [] }, from, names = false, goesOn = false }: RunOptions,
  ): Promise<Traced> {
    const isSampled = node.parent !== undefined && !this.#everyStop && !this.#services.everyError;
    const trace = new Trace(story.faults.length === 0, { names, anywhere: this.#tells.signal, isSampled });
    const [strike] = story.faults;
    const effectsBefore = node.state.shop.ledger.effectCount;
    const record = (entry: RunEntry): void => {
      if (entry.entry === "fault" && !trace.struck) {
        trace.struck = true;
        // Up to here all has been as in the calm run, whose states have been met.
        if (from) name.resume(from.hashes[world.shop.ledger.effectCount - effectsBefore] as number);
      }
      if (entry.entry !== "point") return;
      if (!trace.struck) {
        trace.askedBefore = entry.name;
        return;
      }
      const hasChanged = name.note(entry);
      trace.note(entry, name.effects);
      if (!hasChanged || !collects) return;
      const seen = this.#met.see(world, name, crash({ after: entry.number }));
      if (!seen) return;
      // A stop request leads to the state in which the process ends: a crash right before that needs one fault more.
      if (strike?.kind === "SIGTERM") trace.later.push(seen);
      else this.#met.take(seen, story, trace.added);
    };
    const world = this.#open(node.state, story.faults, record);
    const name = this.#name(world, node.parts);
    trace.hashes.push(name.effects);
    if (node.parent) {
      world.betweenProcesses(node.faults.at(-1));
      name.noteBetween();
    }
    if (await this.#isKnownOnceRetried(world, name, node)) {
      return Object.assign(trace, { merged: true, ...nothingRun });
    }
    const outcomes = await performAll(world, (process) => {
      trace.endFirst();
      if (!strike) return false;
      if (endsProcess(strike)) return this.#stopped(world, name, story, process, trace);
      if (!trace.struck) return false;
      name.noteQueue();
      const { name: now } = name;
      trace.merged = !goesOn && this.#mayMerge(process) && this.#met.has(now) && !trace.added.has(now);
      return trace.merged;
    });
    this.#counts.runs += 1;
    this.#counts.points += world.gate.count - node.state.points;
    return Object.assign(trace, {
      ...endOf(world, outcomes),
      length: world.gate.count - node.state.points,
      effects: trace.merged ? nothing : world.shop.ledger.effects,
      // What comes after the end of a job is lost in a crash before it: no need to look for it here.
      entries: nothing,
    });
  }

  /**
   * Whether what follows in this process is what follows in a new one. In small worlds nobody has to ask: there the run goes
   * on to its end.
   */
  #mayMerge(process: WorkerProcess): boolean {
    if (process.isWaiting) return false;
    return !this.#fixed?.setting.renewable || (!this.#services.everyError && process.remembered.length === 0);
  }

  /** With nothing left but dead letters that will be retried, nothing can happen but that. */
  async #isKnownOnceRetried(world: World, name: StateName, node: Met): Promise<boolean> {
    if (node.state.queue.jobs.length > 0 || node.state.queue.dead.length === 0 || !(await world.retryFailed()))
      return false;
    name.noteQueue();
    return this.#met.has(name.name);
  }

  /** A stopped process is followed up to its end; what comes then is the run from the state that it has left. */
  #stopped(world: World, name: StateName, story: Story, process: WorkerProcess, trace: Trace): boolean {
    if (process.alive && !process.stopping) return false;
    trace.stoppedAs = name.name;
    const seen = this.#met.see(world, name, story.faults.at(-1) as Fault);
    if (seen) this.#met.take(seen, { ...story, faults: story.faults.slice(0, -1) }, trace.added);
    for (const one of trace.later) this.#met.take(one, story, trace.added);
    return true;
  }

  #open(from: WorldMark | undefined, faults: readonly Fault[], record: (entry: RunEntry) => void = () => {}): World {
    const { shop, setting } = (this.#fixed ??= this.#fix());
    return new World({ setting, shop, faults, record, looks: this.#looks, ...(from && { from }) });
  }

  /** What is the same in all runs. */
  #fix() {
    const shop = this.#options.shop();
    const setting = settingOf(this.#job, this.#options as ExplorationOptions<Args>, {
      faults: this.#base,
      shop,
      listening: false,
    });
    const definitions = new Map(
      this.#leavesOut.includes("budgets") ? nothing : setting.jobs.map((job) => [job.name, job]),
    );
    const renewable = setting.renewable && !this.#leavesOut.includes("memory");
    return {
      shop,
      setting: { ...setting, renewable },
      naming: { looks: this.#tells, mostCounted: this.#mostCounted, definitions, tellsHour: this.#tellsHour },
    };
  }

  #name(world: World, from?: NameParts): StateName {
    return new StateName(world, (this.#fixed as { readonly naming: Naming }).naming, from);
  }

  #endless(): Flaw {
    const [one, other] = this.nodes.slice(-2).map(({ state }) => state) as [WorldMark, WorldMark];
    return { kind: "endless", count: this.#met.size, states: [one, other] };
  }
}

const nothing: readonly [] = [];

const aMacrotask = () => new Promise<void>((resolve) => setImmediate(resolve));

const nothingRun = { end: "finished", failures: nothing, effects: nothing, entries: nothing, length: 0 } as const;
