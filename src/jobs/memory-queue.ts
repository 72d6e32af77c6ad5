// The queue in this process's memory: for tests, simulations, and programs that need no more.
import type { Clock } from "./clock.ts";
import { KeyReusedError, LeaseLostError } from "./errors.ts";
import { Keys, type KnownKey } from "./keys.ts";
import type { Progress } from "./progress.ts";
import {
  type DeadLetter,
  type Enqueued,
  type Failure,
  retriedJob,
  type JobRequest,
  type Lease,
  type Queue,
  type QueuedJob,
  type ReleaseOptions,
  type Wanted,
} from "./queue.ts";
import { goesFirst, type Place, WaitingLine } from "./waiting-line.ts";
import { writtenError } from "./written-error.ts";

/** A job that waits or is leased. */
export interface MarkedJob {
  readonly job: QueuedJob;
  /** Counts up: of two jobs that are due, the one with the lower number came first. */
  readonly order: number;
  /** When its lease runs out; undefined when it waits. */
  readonly leasedUntil: number | undefined;
}

/** Everything that a queue holds at some moment. */
export interface QueueMark {
  /** In the order in which they came. */
  readonly jobs: readonly MarkedJob[];
  readonly dead: readonly DeadLetter[];
  readonly keys: ReadonlyMap<string, KnownKey>;
  /** How many jobs have been given an id. */
  readonly count: number;
  /** The number of the job that came last. */
  readonly order: number;
}

export interface MemoryQueueOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How the ids of its jobs begin. Default: job, which gives job-1, job-2 … */
  readonly idPrefix?: string;
  /**
   * How long a key is remembered from the moment at which its job is enqueued, in milliseconds, whatever becomes of that
   * job. Default: for good, since a memory queue lives no longer than its process.
   */
  readonly keysLastMs?: number;
  /** What it holds to begin with, as another queue held it at the same time; nothing when left out. */
  readonly mark?: QueueMark;
}

export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #idPrefix: string;
  /** The jobs that wait: by queue, and in it by name. */
  readonly #lines = new Map<string, Map<string, WaitingLine>>();
  readonly #leases = new Map<string, Held>();
  readonly #dead = new Map<string, DeadLetter>();
  readonly #keys: Keys;
  #order = 0;
  #count = 0;
  /** No lease runs out before this moment, so most calls need not look at them. */
  #earliestExpiry = Infinity;

  constructor({ clock, idPrefix = "job", keysLastMs = Infinity, mark }: MemoryQueueOptions) {
    this.#clock = clock;
    this.#idPrefix = idPrefix;
    this.#keys = new Keys(keysLastMs, mark?.keys);
    if (!mark) return;
    this.#count = mark.count;
    this.#order = mark.order;
    for (const marked of mark.jobs) this.#takeUp(marked);
    for (const letter of mark.dead) this.#dead.set(letter.job.id, letter);
  }

  /** What the queue holds now. */
  mark(): QueueMark {
    const jobs: MarkedJob[] = [];
    for (const { job, order, until } of this.#leases.values()) jobs.push({ job, order, leasedUntil: until });
    for (const lines of this.#lines.values()) for (const line of lines.values()) line.addTo(jobs);
    if (jobs.length > 1) jobs.sort((left, right) => left.order - right.order);
    const dead = this.#dead.size === 0 ? none : [...this.#dead.values()];
    return { jobs, dead, keys: this.#keys.mark(), count: this.#count, order: this.#order };
  }

  async enqueue(requests: readonly JobRequest[]): Promise<readonly Enqueued[]> {
    this.#check(requests);
    return requests.map((request) => this.#add(request));
  }

  async enqueueLeased(request: JobRequest, leaseMs: number): Promise<Enqueued & { readonly lease?: Lease }> {
    checkLease(leaseMs);
    this.#check([request]);
    const known = this.#known(request.key);
    if (known) return { id: known.id, known: true };
    const lease = this.#grant({ job: this.#written(request), order: (this.#order += 1) }, leaseMs);
    return { id: lease.job.id, known: false, lease };
  }

  async lease({ queues, names, leaseMs }: Wanted): Promise<Lease | undefined> {
    // Before the job is taken out of its line: what is refused must not be lost.
    checkLease(leaseMs);
    this.#collectExpired();
    const best = queues ? this.#firstDue(queues, names) : this.#bestDue(this.#lines.values(), names);
    if (!best) return undefined;
    best.line.removeFirst();
    return this.#grant(best.place, leaseMs);
  }

  /**
   * Leases this job and no other, whether it is its turn or not: what a second worker may do while a first one is slow.
   *
   * @returns undefined when no job with that id waits, or its lease has not run out
   */
  leaseThis(jobId: string, leaseMs: number): Lease | undefined {
    checkLease(leaseMs);
    this.#collectExpired();
    for (const lines of this.#lines.values()) {
      for (const line of lines.values()) {
        const place = line.take(jobId);
        if (place) return this.#grant(place, leaseMs);
      }
    }
    return undefined;
  }

  async renew(lease: Lease, leaseMs: number): Promise<void> {
    checkLease(leaseMs);
    this.#hold(this.#held(lease), leaseMs);
  }

  async acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    const { job } = this.#held(lease);
    this.#check(followUps);
    this.#leases.delete(job.id);
    for (const request of followUps) this.#add(request);
  }

  async release(
    lease: Lease,
    { progress, resumptions, tally, wait = 0, queue, priority }: ReleaseOptions,
  ): Promise<void> {
    const { job } = this.#held(lease);
    checkTime(wait, `The wait of job ${job.id}`);
    this.#leases.delete(job.id);
    const now = this.#clock.now();
    this.#place({
      ...withProgress(job, progress),
      resumptions,
      ...(tally && { tally }),
      enqueuedAt: now,
      runAt: now + wait,
      queue: queue ?? job.queue,
      priority: priority ?? job.priority,
    });
  }

  async bury(lease: Lease, { error, progress }: Failure): Promise<void> {
    const { job } = this.#held(lease);
    // Reading an error runs its own code: whatever that raises, the job must be somewhere.
    const letter = { job: withProgress(job, progress), error: writtenError(error), failedAt: this.#clock.now() };
    this.#leases.delete(job.id);
    this.#dead.set(job.id, letter);
  }

  async nextDueAt(queues?: readonly string[]): Promise<number | undefined> {
    let next = Infinity;
    for (const [queue, lines] of this.#lines) {
      if (queues && !queues.includes(queue)) continue;
      for (const line of lines.values()) next = Math.min(next, line.nextDueAt());
    }
    for (const { job, until } of this.#leases.values()) {
      if (!queues || queues.includes(job.queue)) next = Math.min(next, until);
    }
    return next === Infinity ? undefined : next;
  }

  async jobs(): Promise<readonly QueuedJob[]> {
    const { jobs } = this.mark();
    // Copies: whoever looks at a job must not change it.
    return jobs.map(({ job }) => ({ ...job })).toSorted((left, right) => left.enqueuedAt - right.enqueuedAt);
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return [...this.#dead.values()];
  }

  async retry(jobId: string): Promise<boolean> {
    const letter = this.#dead.get(jobId);
    if (!letter) return false;
    this.#dead.delete(jobId);
    this.#place(retriedJob(letter.job, this.#clock.now()));
    return true;
  }

  /** @throws before anything is written, when one of them cannot be */
  #check(requests: readonly JobRequest[]): void {
    const names = new Map<string, string>();
    for (const { name, key, wait = 0, at = 0 } of requests) {
      checkTime(wait, `The wait of job '${name}'`);
      checkTime(at, `The time of job '${name}'`);
      if (key === undefined) continue;
      const first = this.#known(key)?.name ?? names.get(key) ?? name;
      if (first !== name) throw new KeyReusedError(key, first, name);
      names.set(key, name);
    }
  }

  #known(key: string | undefined): KnownKey | undefined {
    return key === undefined ? undefined : this.#keys.find(key, this.#clock.now());
  }

  #add(request: JobRequest): Enqueued {
    const known = this.#known(request.key);
    if (known) return { id: known.id, known: true };
    const job = this.#written(request);
    this.#place(job);
    return { id: job.id, known: false };
  }

  // Field by field: an object made with a rest pattern is slow to make and slow to use (4 µs a job).
  #written({ name, args, queue, priority, key, wait = 0, at, resumptions = 0, progress }: JobRequest): QueuedJob {
    const now = this.#clock.now();
    const id = `${this.#idPrefix}-${(this.#count += 1)}`;
    if (key !== undefined) this.#keys.remember(key, { id, name }, now);
    return {
      id,
      name,
      args,
      queue,
      priority,
      enqueuedAt: now,
      runAt: at ?? now + wait,
      executions: 0,
      resumptions,
      ...(key !== undefined && { key }),
      ...(progress && { progress }),
    };
  }

  #place(job: QueuedJob): void {
    this.#lineOf(job).add({ job, order: (this.#order += 1) }, this.#clock.now());
  }

  #lineOf({ queue, name }: QueuedJob): WaitingLine {
    let lines = this.#lines.get(queue);
    if (!lines) this.#lines.set(queue, (lines = new Map()));
    let line = lines.get(name);
    if (!line) lines.set(name, (line = new WaitingLine()));
    return line;
  }

  /** Takes up a job as another queue held it. */
  #takeUp({ job, order, leasedUntil }: MarkedJob): void {
    if (leasedUntil === undefined) this.#lineOf(job).add({ job, order }, this.#clock.now());
    else this.#holdUntil({ job, order }, leasedUntil);
  }

  #grant({ job, order }: Place, leaseMs: number): Lease {
    return this.#hold({ job: { ...job, executions: job.executions + 1 }, order }, leaseMs);
  }

  #hold(place: Place, leaseMs: number): Lease {
    return this.#holdUntil(place, this.#clock.now() + leaseMs);
  }

  #holdUntil({ job, order }: Place, until: number): Lease {
    this.#leases.set(job.id, { job, order, until });
    this.#earliestExpiry = Math.min(this.#earliestExpiry, until);
    return { job };
  }

  /** What the queue knows of a lease, when it is the latest one and has not run out. */
  #held({ job }: Lease): Held {
    const latest = this.#leases.get(job.id);
    const held = latest && latest.job.executions === job.executions && latest.until > this.#clock.now();
    if (!held) throw new LeaseLostError(job.id);
    return latest;
  }

  /** Jobs of workers that did not come back are due again, from the moment at which their leases ran out. */
  #collectExpired(): void {
    const now = this.#clock.now();
    if (now < this.#earliestExpiry) return;
    this.#earliestExpiry = Infinity;
    for (const { job, until } of this.#leases.values()) {
      if (until <= now) {
        this.#leases.delete(job.id);
        this.#place({ ...job, runAt: until });
      } else {
        this.#earliestExpiry = Math.min(this.#earliestExpiry, until);
      }
    }
  }

  #firstDue(queues: readonly string[], names: readonly string[] | undefined): Best | undefined {
    for (const queue of queues) {
      const lines = this.#lines.get(queue);
      const best = lines && this.#bestDue([lines], names);
      if (best) return best;
    }
    return undefined;
  }

  #bestDue(queues: Iterable<ReadonlyMap<string, WaitingLine>>, names: readonly string[] | undefined): Best | undefined {
    const now = this.#clock.now();
    let best: Best | undefined;
    for (const lines of queues) {
      for (const [name, line] of lines) {
        if (names && !names.includes(name)) continue;
        const place = line.first(now);
        if (place && (!best || goesFirst(place, best.place))) best = { line, place };
      }
    }
    return best;
  }
}

/** A job that is leased, where it stood in line, and when its lease runs out on the queue's clock. */
interface Held extends Place {
  readonly until: number;
}

interface Best {
  readonly line: WaitingLine;
  readonly place: Place;
}

const none: readonly [] = [];

/** @throws RangeError for a time that no clock reaches: a job that waits for it would hold up those behind it */
function checkTime(ms: number, what: string): void {
  if (Number.isFinite(ms) && ms >= 0) return;
  throw new RangeError(`${what} is ${String(ms)}. Give milliseconds, a finite number of 0 or more.`);
}

/** @throws RangeError for a lease that would have run out at once, or never */
function checkLease(leaseMs: number): void {
  if (Number.isFinite(leaseMs) && leaseMs > 0) return;
  throw new RangeError(`How long a lease lasts is ${String(leaseMs)}. Give milliseconds, a finite number above 0.`);
}

const withProgress = ({ progress: _old, ...job }: QueuedJob, progress: Progress | undefined): QueuedJob =>
  progress ? { ...job, progress } : job;
