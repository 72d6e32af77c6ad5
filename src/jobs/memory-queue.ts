// The queue in this process's memory: for tests, simulations, and programs that need no more.
import type { Clock } from "./clock.ts";
import { LeaseLostError } from "./errors.ts";
import type { Progress } from "./progress.ts";
import type { DeadLetter, JobRequest, Lease, Queue, QueuedJob, ReleaseOptions } from "./queue.ts";
import { goesFirst, type Place, WaitingLine } from "./waiting-line.ts";

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
  readonly idByKey: ReadonlyMap<string, string>;
  /** How many jobs have been given an id. */
  readonly count: number;
  /** The number of the job that came last. */
  readonly order: number;
}

export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #idPrefix: string;
  readonly #lines = new Map<string, WaitingLine>();
  readonly #leases = new Map<string, Held>();
  readonly #dead = new Map<string, DeadLetter>();
  // Keys are remembered for good: a memory queue lives no longer than its process.
  #idByKey: ReadonlyMap<string, string> = noKeys;
  /** Whether a mark reads the same map: then it is copied before the next key is added. */
  #keysMarked = true;
  #order = 0;
  #count = 0;
  /** No lease runs out before this moment, so most calls need not look at them. */
  #earliestExpiry = Infinity;

  /**
   * @param options.clock where time comes from
   * @param options.idPrefix how the ids of its jobs begin; default: job, which gives job-1, job-2 …
   * @param options.mark what it holds to begin with, as another queue held it at the same time; nothing when left out
   */
  constructor({
    clock,
    idPrefix = "job",
    mark,
  }: {
    readonly clock: Clock;
    readonly idPrefix?: string;
    readonly mark?: QueueMark;
  }) {
    this.#clock = clock;
    this.#idPrefix = idPrefix;
    if (!mark) return;
    this.#count = mark.count;
    this.#order = mark.order;
    for (const marked of mark.jobs) this.#takeUp(marked);
    for (const letter of mark.dead) this.#dead.set(letter.job.id, letter);
    this.#idByKey = mark.idByKey;
  }

  /** What the queue holds now. */
  mark(): QueueMark {
    const jobs: MarkedJob[] = [];
    for (const { lease, order } of this.#leases.values()) {
      jobs.push({ job: lease.job, order, leasedUntil: lease.until });
    }
    for (const line of this.#lines.values()) line.addTo(jobs);
    if (jobs.length > 1) jobs.sort((left, right) => left.order - right.order);
    this.#keysMarked = true;
    const dead = this.#dead.size === 0 ? none : [...this.#dead.values()];
    return { jobs, dead, idByKey: this.#idByKey, count: this.#count, order: this.#order };
  }

  async enqueue(requests: readonly JobRequest[]): Promise<readonly string[]> {
    return requests.map((request) => this.#add(request));
  }

  async enqueueLeased(request: JobRequest, leaseMs: number): Promise<Lease> {
    return this.#grant({ job: this.#written(request), order: (this.#order += 1) }, leaseMs);
  }

  async lease(want: { readonly queues?: readonly string[]; readonly leaseMs: number }): Promise<Lease | undefined> {
    this.#collectExpired();
    const line = want.queues ? this.#firstDue(want.queues) : this.#bestDue();
    const place = line?.first(this.#clock.now());
    if (!line || !place) return undefined;
    line.removeFirst();
    return this.#grant(place, want.leaseMs);
  }

  /**
   * Leases this job and no other, whether it is its turn or not: what a second worker may do while a first one is slow.
   *
   * @returns undefined when no job with that id waits, or its lease has not run out
   */
  leaseThis(jobId: string, leaseMs: number): Lease | undefined {
    this.#collectExpired();
    for (const line of this.#lines.values()) {
      const place = line.take(jobId);
      if (place) return this.#grant(place, leaseMs);
    }
    return undefined;
  }

  async renew(lease: Lease, leaseMs: number): Promise<Lease> {
    const { lease: latest, order } = this.#held(lease);
    return this.#hold({ job: latest.job, order }, leaseMs);
  }

  async acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    this.#leases.delete(this.#held(lease).lease.job.id);
    for (const request of followUps) this.#add(request);
  }

  async release(
    lease: Lease,
    { progress, resumptions, tally, wait = 0, queue, priority }: ReleaseOptions,
  ): Promise<void> {
    const { job } = this.#held(lease).lease;
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

  async bury(lease: Lease, { error, progress }: { readonly error: Error; readonly progress: Progress | undefined }) {
    const { job } = this.#held(lease).lease;
    this.#leases.delete(job.id);
    this.#dead.set(job.id, {
      job: withProgress(job, progress),
      error: { name: error.name, message: error.message },
      failedAt: this.#clock.now(),
    });
  }

  async nextDueAt(queues?: readonly string[]): Promise<number | undefined> {
    let next = Infinity;
    for (const [queue, line] of this.#lines) {
      if (!queues || queues.includes(queue)) next = Math.min(next, line.nextDueAt());
    }
    for (const { lease } of this.#leases.values()) {
      if (!queues || queues.includes(lease.job.queue)) next = Math.min(next, lease.until);
    }
    return next === Infinity ? undefined : next;
  }

  async jobs(): Promise<readonly QueuedJob[]> {
    const waiting = [...this.#lines.values()].flatMap((line) => line.jobs);
    const leased = [...this.#leases.values()].map(({ lease }) => lease.job);
    return [...waiting, ...leased].toSorted((left, right) => left.enqueuedAt - right.enqueuedAt);
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return [...this.#dead.values()];
  }

  async retry(jobId: string): Promise<boolean> {
    const letter = this.#dead.get(jobId);
    if (!letter) return false;
    this.#dead.delete(jobId);
    this.#place({ ...letter.job, runAt: this.#clock.now() });
    return true;
  }

  #add(request: JobRequest): string {
    const known = request.key === undefined ? undefined : this.#idByKey.get(request.key);
    if (known !== undefined) return known;
    const job = this.#written(request);
    this.#place(job);
    return job.id;
  }

  // Field by field: an object made with a rest pattern is slow to make and slow to use (4 µs a job).
  #written({ name, args, queue, priority, key, wait = 0, at, resumptions = 0, progress }: JobRequest): QueuedJob {
    const now = this.#clock.now();
    const id = `${this.#idPrefix}-${(this.#count += 1)}`;
    if (key !== undefined) this.#remember(key, id);
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

  #remember(key: string, id: string): void {
    if (this.#keysMarked) this.#idByKey = new Map(this.#idByKey);
    this.#keysMarked = false;
    (this.#idByKey as Map<string, string>).set(key, id);
  }

  #place(job: QueuedJob): void {
    this.#lineOf(job.queue).add({ job, order: (this.#order += 1) }, this.#clock.now());
  }

  #lineOf(queue: string): WaitingLine {
    let line = this.#lines.get(queue);
    if (!line) this.#lines.set(queue, (line = new WaitingLine()));
    return line;
  }

  /** Takes up a job as another queue held it. */
  #takeUp({ job, order, leasedUntil }: MarkedJob): void {
    if (leasedUntil === undefined) this.#lineOf(job.queue).add({ job, order }, this.#clock.now());
    else this.#holdUntil({ job, order }, leasedUntil);
  }

  #grant({ job, order }: Place, leaseMs: number): Lease {
    return this.#hold({ job: { ...job, executions: job.executions + 1 }, order }, leaseMs);
  }

  #hold(place: Place, leaseMs: number): Lease {
    return this.#holdUntil(place, this.#clock.now() + leaseMs);
  }

  #holdUntil({ job, order }: Place, until: number): Lease {
    const lease = { job, until };
    this.#leases.set(job.id, { lease, order });
    this.#earliestExpiry = Math.min(this.#earliestExpiry, until);
    return lease;
  }

  /** What the queue knows of a lease, when it is the latest one and has not run out. */
  #held({ job }: Lease): Held {
    const latest = this.#leases.get(job.id);
    const held = latest && latest.lease.job.executions === job.executions && latest.lease.until > this.#clock.now();
    if (!held) throw new LeaseLostError(job.id);
    return latest;
  }

  /** Jobs of workers that did not come back are due again. */
  #collectExpired(): void {
    const now = this.#clock.now();
    if (now < this.#earliestExpiry) return;
    this.#earliestExpiry = Infinity;
    for (const { lease } of this.#leases.values()) {
      const { job, until } = lease;
      if (until <= now) {
        this.#leases.delete(job.id);
        this.#place(job);
      } else {
        this.#earliestExpiry = Math.min(this.#earliestExpiry, until);
      }
    }
  }

  #firstDue(queues: readonly string[]): WaitingLine | undefined {
    const now = this.#clock.now();
    return queues.map((queue) => this.#lines.get(queue)).find((line) => line?.first(now));
  }

  #bestDue(): WaitingLine | undefined {
    const now = this.#clock.now();
    let best: { readonly line: WaitingLine; readonly place: Place } | undefined;
    for (const line of this.#lines.values()) {
      const place = line.first(now);
      if (place && (!best || goesFirst(place, best.place))) best = { line, place };
    }
    return best?.line;
  }
}

/** A lease, and where the job stood in line. */
interface Held {
  readonly lease: Lease;
  readonly order: number;
}

const none: readonly [] = [];

const noKeys: ReadonlyMap<string, string> = new Map();

const withProgress = ({ progress: _old, ...job }: QueuedJob, progress: Progress | undefined): QueuedJob =>
  progress ? { ...job, progress } : job;
