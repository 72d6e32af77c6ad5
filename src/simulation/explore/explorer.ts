// Visits every durable state that crashes, stop requests and failing services can lead to, and runs the job calmly from each.
import type { JobDefinition, Json, MarkedJob } from "#jobs";
import type { OpenShop, Shop } from "#shop";
import { findProblems, type Judged } from "../check/verdict.ts";
import { crash, endsProcess, type Fault, isError, loseAnswer, refuse, sigterm, slow } from "../run/fault.ts";
import { mixed } from "../run/hash.ts";
import { endOf, performAll } from "../run/perform-all.ts";
import type { RunEntry } from "../run/run.ts";
import { type Setting, settingOf } from "../run/setting.ts";
import { begin } from "../run/simulate.ts";
import { countsIn, type Looks, noLooks } from "../run/watched-job.ts";
import type { WorkerProcess } from "../run/worker-process.ts";
import { World, type WorldMark } from "../run/world.ts";
import type { Exploration, ExplorationOptions, Flaw } from "./exploration.ts";
import { faultsOf, type Node, type Story } from "./node.ts";
import { firstOf, type NameParts, type Naming, numberOf, StateName } from "./state-name.ts";
import { type Calm, nextErrors, type Seen, Trace, type Traced } from "./trace.ts";

// Beyond this a job most likely writes something new at each execution, and would never close.
const defaultMaxStates = 20_000;
// Up to so many points in a calm run, every execution is stopped at every place, and services fail at every effect.
const exhaustive = 60;
// Above that, the first execution is stopped at so many of its places, spread evenly.
const sampledStops = 100;
// Up to so many jobs, each is tried as the next one after every fault. Among more of them only the interrupted one is: first
// and last after the first fault, and first after further ones.
const fewJobs = 4;
// States that need more faults than this only come about where each execution writes something new.
const mostLevels = 150;
// Up to so many states, services fail several times in a row from each of them; beyond, in the first process.
const fewStates = 100;
// So often services fail while a process lives.
const mostErrors = 4;
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

/** A state that was met. */
interface Met extends Node {
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

interface RunOptions {
  readonly collects: boolean;
  readonly story?: Story;
  readonly from?: Calm;
  readonly names?: boolean;
  readonly goesOn?: boolean;
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
  readonly #met = new Map<number, Met>();
  /** The states by the number of faults that led to them. */
  readonly #levels: Met[][] = [];
  readonly #counts = { runs: 0, points: 0, crashes: 0, stops: 0, errors: 0, redoneAfterCrash: 0, redoneAfterStop: 0 };
  readonly #covers = { everyStop: true, everyError: true, everyOrder: true, everyRow: true };
  #stuck: Flaw | undefined;
  /** What a service's failure was tried for, to be tried with more of them. */
  readonly #failedOnce: Story[] = [];
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
    this.#base = slowDay ? [slow()] : [];
    this.#looks.time = [job, ...(options.otherJobs ?? [])].some(({ maxRuntimeMs }) => maxRuntimeMs < Infinity);
  }

  /** The states that were met, those with the fewest faults first. */
  get nodes(): readonly Node[] {
    return this.#levels.flat();
  }

  /** Runs the job calmly from a state that was met here or by the exploration of another version of the job. */
  async runFrom(node: Node): Promise<Judged> {
    return await this.#run(node as Met, { collects: false });
  }

  async explore(args: Args): Promise<Exploration & { readonly looks: Looks }> {
    await this.#begin(args);
    let flaw: Flaw | undefined;
    for (let level = 0; !flaw && level <= this.#levels.length; level += 1) flaw = await this.#visitLevel(level);
    flaw ??= await this.#failOften();
    // A job that loses or repeats something is better told that; being stuck takes faults without end.
    flaw ??= this.#stuck;
    return {
      states: this.#met.size,
      ...this.#counts,
      ...this.#covers,
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
    this.#add(world.mark(), name.name, name.parts, { parent: undefined, faults: this.#base }, 0);
  }

  /** Everything that needs so many faults: calm runs from states, and runs in which a service fails as the last fault. */
  async #visitLevel(level: number): Promise<Flaw | undefined> {
    for (const [index, node] of (this.#levels[level] ?? []).entries()) {
      const flaw = await this.#visit(node, index);
      if (flaw) return flaw;
      if (this.#met.size > this.#maxStates || level > mostLevels) return this.#endless();
      // A macrotask comes now and then, or no time limit around a proof could ever strike.
      if (index % 64 === 0) await aMacrotask();
    }
    for (const node of this.#levels[level - 1] ?? []) {
      const flaw = await this.#failServices(node);
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
    const flaw = this.#judge(node, calm);
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
      if (this.#tells.signal && this.#covers.everyStop) await this.#failWhileStopping(node, calm, stopped, story);
      // Stopped at its first checkpoint, the job has come back as it was: it could be stopped so for ever.
      if (turn === 0 && stopped.stoppedAs === node.name) this.#stuck ??= { kind: "stuck", story: node };
      const met = stopped.stoppedAs === undefined ? undefined : this.#met.get(stopped.stoppedAs);
      if (!met || stopped.added.has(met.name)) continue;
      if (!met.calm) met.stop ??= story;
      else {
        const flaw = this.#judgeRedone(story, met.calm.repeated);
        if (flaw) return flaw;
      }
    }
    return undefined;
  }

  /** A job that looks at its signal may do otherwise when a service fails after it was asked to stop. */
  async #failWhileStopping(node: Met, calm: Traced, stopped: Traced, { faults }: Story): Promise<void> {
    for (const place of stopped.asked.filter((one) => one >= (faults[0]?.place as number))) {
      for (const fault of [refuse(place), loseAnswer(place)]) {
        this.#counts.errors += 1;
        await this.#run(node, { collects: true, story: { parent: node, faults: [...faults, fault] }, from: calm });
      }
    }
  }

  #stopsOf(node: Met, { asks, anywhere, leases, length, firstEnd }: Traced): readonly number[] {
    // A stop before the lease comes last: most often one after it tells the same more plainly.
    const places = within(this.#tells.signal ? [...anywhere, ...leases] : asks, node, firstEnd);
    if (!node.parent) this.#covers.everyStop = length <= exhaustive;
    if (this.#covers.everyStop) return places;
    if (node.parent) return places.slice(0, 1);
    const stride = Math.max(1, Math.ceil(places.length / sampledStops));
    return places.filter((_, index) => index % stride === 0);
  }

  /** Lets a service refuse an effect for a moment, and lets its answer be lost, in the execution that begins here. */
  async #failServices(node: Met): Promise<Flaw | undefined> {
    if (!node.calm || this.#leavesOut.includes("errors")) return undefined;
    const asked = within(node.calm.asked, node, node.calm.firstEnd);
    if (!node.parent) this.#covers.everyError = asked.length * 3 <= exhaustive;
    const places = this.#covers.everyError || !node.parent ? asked : asked.slice(0, 1);
    for (const [turn, place] of places.entries()) {
      for (const fault of this.#errorsAt(place, turn, node)) {
        const story = { parent: node, faults: [fault] };
        this.#counts.errors += 1;
        const failed = await this.#run(node, { collects: true, story, from: node.calm });
        if (!failed.merged) {
          const flaw = this.#judgeFailed(failed, story);
          if (flaw) return flaw;
        }
        if (this.#covers.everyError && (!node.parent || place === places[0])) this.#failedOnce.push(story);
      }
    }
    return undefined;
  }

  /** A service refuses and its answer is lost; in large worlds, the effects of the first process have one of both in turn. */
  #errorsAt(place: number, turn: number, node: Met): readonly Fault[] {
    if (this.#covers.everyError || node.parent) return [refuse(place), loseAnswer(place)];
    return [turn % 2 === 0 ? refuse(place) : loseAnswer(place)];
  }

  /**
   * Services that fail more than once while a process lives, tried where a world is small: an effect that is refused, or
   * whose answer is lost, up to four times in a row, and so for whatever is asked for next; in the first process also any
   * two effects.
   */
  async #failOften(): Promise<Flaw | undefined> {
    this.#covers.everyRow = this.#covers.everyError && this.#met.size <= fewStates;
    for (const story of this.#failedOnce) {
      if (!this.#covers.everyRow && (story.parent as Met).parent) continue;
      const flaw = await this.#failOnceMore(story, true);
      if (flaw) return flaw;
    }
    return undefined;
  }

  async #failOnceMore(story: Story, isSecond: boolean): Promise<Flaw | undefined> {
    const node = story.parent as Met;
    const before = story.faults.at(-1) as Fault;
    const run = await this.#run(node, { collects: false, story, from: node.calm as Calm, goesOn: true });
    if (!isSecond) {
      const flaw = this.#judgeFailed(run, story);
      if (flaw) return flaw;
    }
    if (story.faults.length === mostErrors) return undefined;
    for (const fault of nextErrors(run, before, isSecond && !node.parent)) {
      this.#counts.errors += 1;
      const flaw = await this.#failOnceMore({ parent: node, faults: [...story.faults, fault] }, false);
      if (flaw) return flaw;
    }
    return undefined;
  }

  /** Who goes on with other work while a service fails has it out of order, and nothing is wrong with that. */
  #judgeFailed(run: Traced, story: Story): Flaw | undefined {
    const [problem] = findProblems(run, { ...this.#options, inOrder: false });
    return problem && { kind: "problem", problem, story };
  }

  #judge(node: Met, calm: Traced): Flaw | undefined {
    const all = faultsOf(node);
    const [problem] = findProblems(calm, all.some(isError) ? { ...this.#options, inOrder: false } : this.#options);
    if (problem) return { kind: "problem", problem, story: node };
    return this.#judgeRedone(node, calm.repeated) ?? (node.stop && this.#judgeRedone(node.stop, calm.repeated));
  }

  #judgeRedone(story: Story, repeated: number): Flaw | undefined {
    const last = story.faults.at(-1);
    if (!last || !story.parent) return undefined;
    const all = faultsOf(story);
    if (all.some(isError)) return undefined;
    const after = last.kind === "SIGTERM" ? "stop" : "crash";
    // What is redone after a stop that follows a crash is the price of the crash.
    if (after === "stop" && all.some(({ kind }) => kind === "SIGKILL")) return undefined;
    const count = after === "stop" ? "redoneAfterStop" : "redoneAfterCrash";
    this.#counts[count] = Math.max(this.#counts[count], repeated);
    const limit = this.#options[count] ?? Infinity;
    return repeated > limit ? { kind: "redone", after, times: repeated, story } : undefined;
  }

  /**
   * Runs the job from a state to its end, and takes up the states that it passes: each is what a crash would leave.
   *
   * @param how.story what strikes on the way; states before that have been met
   * @param how.from the calm run from the same state
   * @param how.names whether the names of all points are kept
   * @param how.goesOn whether the run goes on to its end, though what follows is known
   */
  async #run(
    node: Met,
    { collects, story = { parent: node, faults: [] }, from, names = false, goesOn = false }: RunOptions,
  ): Promise<Traced> {
    const isSampled = node.parent !== undefined && !this.#covers.everyStop && !this.#covers.everyError;
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
      const seen = this.#see(world, name, crash({ after: entry.number }));
      if (!seen) return;
      // A stop request leads to the state in which the process ends: a crash right before that needs one fault more.
      if (strike?.kind === "SIGTERM") trace.later.push(seen);
      else this.#take(seen, story, trace);
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
    return !this.#fixed?.setting.renewable || (!this.#covers.everyError && process.remembered.length === 0);
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
    const seen = this.#see(world, name, story.faults.at(-1) as Fault);
    if (seen) this.#take(seen, { ...story, faults: story.faults.slice(0, -1) }, trace);
    for (const one of trace.later) this.#take(one, story, trace);
    return true;
  }

  /** The present state of a world, if it has not been met. */
  #see(world: World, name: StateName, fault: Fault): Seen | undefined {
    if (this.#met.has(name.name)) return undefined;
    return { state: world.mark(), name: name.name, parts: name.parts, fault, ...this.#nextsIn(name.jobs, world) };
  }

  /** The jobs that may come next instead of the one whose turn it is. */
  #nextsIn(jobs: readonly MarkedJob[], world: World): Pick<Seen, "nexts" | "areMany"> {
    if (jobs.length < 2 || this.#leavesOut.includes("orders")) return { nexts: nothing, areMany: false };
    const areMany = jobs.length > fewJobs;
    if (areMany) this.#covers.everyOrder = false;
    const turn = firstOf(jobs, world);
    const others = areMany
      ? [jobs.reduce((one, other) => ((other.leasedUntil ?? 0) > (one.leasedUntil ?? 0) ? other : one))]
      : jobs;
    return { nexts: others.filter((marked) => marked !== turn).map(({ job }) => numberOf(job)), areMany };
  }

  /** Takes up a state, if it is new; once for each job that may come next. */
  #take({ state, name, parts, fault, nexts, areMany }: Seen, { parent, faults }: Story, trace: Trace): void {
    if (this.#met.has(name)) return;
    trace.added.add(name);
    const depth = (parent as Met).depth + faults.length + 1;
    const [next] = nexts;
    if (areMany && depth > 1 && next !== undefined) {
      return this.#add(state, name, parts, { parent, faults: [...faults, { ...fault, next }] }, depth);
    }
    this.#add(state, name, parts, { parent, faults: [...faults, fault] }, depth);
    for (const one of nexts) {
      this.#add(state, mixed(name, one), parts, { parent, faults: [...faults, { ...fault, next: one }] }, depth);
    }
  }

  #add(state: WorldMark, name: number, parts: NameParts, { parent, faults }: Story, depth: number): void {
    const node: Met = { state, name, parts, parent, faults, depth, calm: undefined, stop: undefined };
    if (faults.at(-1)?.kind === "SIGKILL") this.#counts.crashes += 1;
    this.#met.set(name, node);
    while (this.#levels.length <= depth) this.#levels.push([]);
    this.#levels[depth]?.push(node);
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

/**
 * The places of a calm run at which other faults strike: of a later run only those of its first execution, since the
 * others begin from states that have been met, too.
 */
const within = (places: readonly number[], node: Met, end: number): readonly number[] =>
  node.parent ? places.filter((place) => place <= end) : places;

const nothingRun = { end: "finished", failures: nothing, effects: nothing, entries: nothing, length: 0 } as const;
