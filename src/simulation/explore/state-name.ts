// The name of a durable state: the same for two states from which everything goes on alike. Kept up to date operation by
// operation, so that naming a state costs the same however much has happened.
import {
  type AnyJobDefinition,
  attemptsByRule,
  freshTally,
  type Json,
  type MarkedJob,
  type Progress,
  type QueuedJob,
  type QueueMark,
  retriedJob,
  type Tally,
} from "#jobs";
import type { LedgerRequest, Shop } from "#shop";
import { hashOf, hashOfJson, mixed, summed } from "../run/hash.ts";
import type { PointEntry } from "../run/run.ts";
import type { Looks } from "../run/watched-job.ts";
import type { World } from "../run/world.ts";

/** The parts of a name, to go on from. */
export interface NameParts {
  readonly effects: number;
  readonly rows: number;
  /** How many days have gone by between processes; counted only on slow days. */
  readonly days: number;
}

const noParts: NameParts = { effects: 0, rows: 0, days: 0 };

/** What a name has to tell apart beyond what is durable. */
export interface Naming {
  /** What the code of the jobs looks at: a count that nobody reads makes no difference. */
  readonly looks: Looks;
  /** Counts that are read are told apart up to this number. */
  readonly mostCounted: number;
  readonly definitions: ReadonlyMap<string, AnyJobDefinition<Shop>>;
  /** Whether the hour of the day is told apart: on slow days, each effect takes one. */
  readonly tellsHour: boolean;
}

/** Days beyond this are taken for equal: by then, executions have begun at times of all parts of the day. */
const mostDays = 6;
// Where hours are told apart, it is enough that there is another day and a third one.
const mostDaysByHour = 2;

/**
 * Names the present state of a world. In a name is everything that survives the end of every process. Left out, each with
 * its reason:
 * - requests that a service recognised: it remembers the first one only
 * - the order of effects, unless code looks at the number in a service's answer
 * - the date: code that looks at the time is tried on other days (`days`), in small worlds from each hour of the day on
 * - order, leases and waiting times of jobs: nobody may have been there for long, so from each state, each job is tried as
 *   the next one
 * - counts that no code reads and no budget limits
 * - tries of a retry rule that allows more than a few: what follows is the same until they run out, which is not tried
 * - executions without progress, when the limit is the default of 25: a job that comes back as it was is reported as stuck
 */
export class StateName {
  readonly #world: World;
  readonly #naming: Naming;
  #effects: number;
  #rows: number;
  #days: number;
  #queueMark: QueueMark;
  #queue = 0;
  /** Everything that seldom changes: queue, rows and days. */
  #aside = 0;
  #progress = 0;

  constructor(world: World, naming: Naming, from: NameParts = noParts) {
    this.#world = world;
    this.#naming = naming;
    this.#effects = from.effects;
    this.#rows = from.rows;
    this.#days = from.days;
    this.#queueMark = world.queue.mark();
    this.noteQueue();
  }

  /** Takes note of an operation. Returns whether it may have changed the state. */
  note({ kind, applied, repeated }: PointEntry): boolean {
    if (!applied) return false;
    switch (kind) {
      case "checkpoint":
      case "read":
      case "look":
      case "renew":
        return false;
      case "effect":
        if (repeated) return false;
        this.#noteEffect();
        return true;
      case "open":
      case "save":
      case "forget":
        this.#noteProgress();
        return true;
      default:
        this.noteQueue();
        return true;
    }
  }

  /** Takes note of a change to the queue. */
  noteQueue(): void {
    this.#queueMark = this.#world.queue.mark();
    this.#queue = hashOfQueue(this.#queueMark, this.#world, this.#naming);
    this.#noteAside();
    this.#noteProgress();
  }

  /** Takes note that no process was alive for a while, and that other people may have been in the shop. */
  noteBetween(): void {
    const { setting, shop } = this.#world;
    if (setting.isSlow) this.#days = Math.min(this.#days + 1, this.#naming.tellsHour ? mostDaysByHour : mostDays);
    if (setting.whileStopped) {
      const { customers, orders, recipients, marketOrders } = shop.rows;
      this.#rows = hashOf(JSON.stringify([customers, orders, recipients, marketOrders, shop.fileTexts]));
    }
    this.#noteAside();
  }

  /** Goes on from the effects that another run has had up to here, instead of noting each of them again. */
  resume(effects: number): void {
    this.#effects = effects;
    this.noteQueue();
  }

  /** The name of the present state. */
  get name(): number {
    const name = mixed(mixed(this.#effects, this.#aside), this.#progress);
    return this.#naming.tellsHour ? mixed(name, Math.floor(this.#world.clock.now() / anHour) % 24) : name;
  }

  /** The part of the name that is about effects. */
  get effects(): number {
    return this.#effects;
  }

  /** The parts that another world begins with that goes on from here. */
  get parts(): NameParts {
    return { effects: this.#effects, rows: this.#rows, days: this.#days };
  }

  /** The jobs that are left. */
  get jobs(): readonly MarkedJob[] {
    return this.#queueMark.jobs;
  }

  #noteAside(): void {
    const days = this.#naming.looks.time ? this.#days + (this.#world.isSlow ? mostDays + 1 : 0) : 0;
    this.#aside = mixed(mixed(this.#queue, days), this.#rows);
  }

  /** What each job would begin with: the store's word, or else its payload's. */
  #noteProgress(): void {
    const { jobs, dead } = this.#queueMark;
    this.#progress = 0;
    for (const { job } of jobs) this.#noteProgressOf(job);
    for (const { job } of dead) this.#noteProgressOf(job);
  }

  /** A sum: which job it belongs to is in each part. */
  #noteProgressOf({ id, progress }: QueuedJob): void {
    const hash = hashOfProgress(this.#world.progress?.peek(id) ?? progress);
    if (hash !== 0) this.#progress = summed(this.#progress, mixed(hashOf(id), hash));
  }

  /** A sum: the order does not count. An effect that comes too early is found out when the one before it comes. */
  #noteEffect(): void {
    const { effect, key, request, answerId } = this.#world.shop.ledger.last as LedgerRequest;
    const last = mixed(hashOf(effect), key === undefined ? 0 : hashOf(key));
    // The service's answer has a number, which whoever asks again with the key is told again.
    const number = this.#naming.looks.numbers ? answerId : 0;
    this.#effects = summed(this.#effects, mixed(mixed(last, number), hashOfJson(request)));
  }
}

function hashOfQueue({ jobs, dead, keys, count }: QueueMark, world: World, naming: Naming): number {
  let hash = mixed(count, hashOfKeys(keys));
  const left = dead.length === 0 ? jobs : [...jobs, ...retried(dead, world)];
  if (left.length === 1) hash = mixed(hash, hashOfJob((left[0] as MarkedJob).job, naming));
  else {
    const inOrder = left.toSorted((one, other) => numberOf(one.job) - numberOf(other.job));
    for (const { job } of inOrder) hash = mixed(hash, hashOfJob(job, naming));
  }
  for (const { job, error } of dead) {
    if (!world.willRetry(job)) hash = mixed(mixed(hash, hashOfJob(job, naming)), hashOf(error.message));
  }
  return hash;
}

/** Dead letters that somebody will retry: from there nothing can happen but what happens from the job that waits again. */
const retried = (dead: QueueMark["dead"], world: World): readonly MarkedJob[] =>
  dead.flatMap(({ job }) => {
    if (!world.willRetry(job)) return [];
    return [{ job: retriedJob(job, 0), order: 0, leasedUntil: undefined }];
  });

/** The number of a job among those of its world, counted from 1. */
export const numberOf = ({ id }: QueuedJob): number => Number(id.slice(id.lastIndexOf("-") + 1));

/** The job that is performed next when nothing comes between: by priority and age among those that are due. */
export function firstOf(jobs: readonly MarkedJob[], { clock }: World): MarkedJob | undefined {
  const due = jobs.filter(({ job, leasedUntil }) => leasedUntil === undefined && job.runAt <= clock.now());
  if (due.length === 0) return jobs.toSorted((one, other) => comesAt(one) - comesAt(other))[0];
  return due.toSorted(
    (one, other) => one.job.priority - other.job.priority || one.job.runAt - other.job.runAt || one.order - other.order,
  )[0];
}

const comesAt = ({ job, leasedUntil }: MarkedJob): number => leasedUntil ?? job.runAt;

function hashOfJob(job: QueuedJob, naming: Naming): number {
  const { id, name, args, queue, priority } = job;
  const hash = mixed(mixed(hashOf(id), hashOf(name)), mixed(hashOf(queue), hashOfJson(priority)));
  return mixed(mixed(hash, hashOfArgs(args)), hashOfCounts(job, naming));
}

/** Counts that code reads, up to a bound; counts that a budget limits, up to one above the budget. */
function hashOfCounts({ name, executions, resumptions, tally = freshTally }: QueuedJob, naming: Naming): number {
  const { looks, mostCounted, definitions } = naming;
  let hash = 0;
  if (looks.executions.has(name)) hash = mixed(hash, Math.min(executions, mostCounted));
  if (looks.resumptions.has(name)) hash = mixed(hash, Math.min(resumptions, mostCounted));
  if (looks.interruptions.has(name)) hash = mixed(hash, Math.min(tally.interruptions + tally.pauses, mostCounted));
  if (looks.time) hash = mixed(hash, Math.min(Math.floor(tally.runtimeMs / 1_000), mostCounted));
  const definition = definitions.get(name);
  if (!definition) return hash;
  const crashes = spent(executions - tally.lastReturned, definition.maxCrashes);
  return mixed(mixed(hash, crashes), hashOfBudgets(tally, definition));
}

const anHour = 3_600_000;
const defaultIdleLimit = 25;

function hashOfBudgets(tally: Tally, definition: AnyJobDefinition<Shop>): number {
  const { maxResumptions, maxErrorResumptions, maxResumptionsWithoutProgress, retryOn } = definition;
  const idleLimit = maxResumptionsWithoutProgress < defaultIdleLimit ? maxResumptionsWithoutProgress : Infinity;
  let hash = mixed(spent(tally.interruptions, maxResumptions), spent(tally.errors, maxErrorResumptions));
  hash = mixed(hash, spent(tally.idle, idleLimit));
  if (!retryOn) return hash;
  const attempts = attemptsByRule(definition);
  for (const [rule, count] of Object.entries(tally.retries)) {
    if (areCounted(attempts.get(rule))) hash = mixed(mixed(hash, hashOf(rule)), count);
  }
  return hash;
}

/** With more attempts than these, each of them would be a state of its own, and a proof would not come to its end. */
export const mostAttempts = 5;

const areCounted = (attempts = 0): boolean => attempts <= mostAttempts;

/** Whether the tries of all retry rules of a job are told apart, so that the last one is tried, too. */
export const countsEveryTry = (job: Pick<AnyJobDefinition<Shop>, "retryOn">): boolean =>
  [...attemptsByRule(job).values()].every(areCounted);

const spent = (count: number, budget: number): number => (budget === Infinity ? 0 : Math.min(count, budget + 1));

/** Part by part, since a proof does it after each save: the list of finished steps stays the same object for long. */
function hashOfProgress(progress: Progress | undefined): number {
  if (!progress) return 0;
  const { completed, current, attributes } = progress;
  let hash = hashesOfCompleted.get(completed);
  if (hash === undefined) hashesOfCompleted.set(completed, (hash = hashOfJson(completed)));
  if (current) hash = mixed(mixed(hash, hashOf(current.step)), hashOfJson(current.cursor));
  return attributes ? mixed(hash, hashOfJson(attributes)) : hash;
}

const hashesOfCompleted = new WeakMap<readonly string[], number>();

// Arguments never change, and the same object travels with a job through all its executions.
const hashesOfArgs = new WeakMap<object, number>();

function hashOfArgs(args: Json): number {
  if (typeof args !== "object" || args === null) return hashOfJson(args);
  let hash = hashesOfArgs.get(args);
  if (hash === undefined) hashesOfArgs.set(args, (hash = hashOfJson(args)));
  return hash;
}

// A queue adds keys to a copy, so the same map holds the same keys.
const hashesOfKeys = new WeakMap<QueueMark["keys"], number>();

function hashOfKeys(keys: QueueMark["keys"]): number {
  if (keys.size === 0) return 0;
  let hash = hashesOfKeys.get(keys);
  if (hash === undefined) {
    hash = 1;
    for (const [key, { id }] of keys) hash = mixed(hash, mixed(hashOf(key), hashOf(id)));
    hashesOfKeys.set(keys, hash);
  }
  return hash;
}
