// The queue in this process's memory: for tests, simulations, and programs that need no more.
import type { Clock } from "./clock.ts";
import { LeaseLostError } from "./errors.ts";
import type { Progress } from "./progress.ts";
import type { DeadLetter, JobRequest, Lease, Queue, QueuedJob, ReleaseOptions } from "./queue.ts";
import { goesFirst, type Place, WaitingLine } from "./waiting-line.ts";

/** Everything that a queue holds at some moment. Leases are left out: their holders may be gone. */
export interface QueueMark {
  readonly jobs: readonly QueuedJob[];
  readonly dead: readonly DeadLetter[];
  readonly idByKey: ReadonlyMap<string, string>;
  readonly count: number;
}

export class MemoryQueue implements Queue {
  readonly #clock: Clock;
  readonly #nextId: () => string;
  readonly #lines = new Map<string, WaitingLine>();
  readonly #leases = new Map<string, Lease>();
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
   * @param options.nextId makes the ids of jobs; default: job-1, job-2 …
   * @param options.mark what it holds to begin with, each job waiting; nothing when left out
   */
  constructor({
    clock,
    nextId,
    mark,
  }: {
    readonly clock: Clock;
    readonly nextId?: () => string;
    readonly mark?: QueueMark;
  }) {
    this.#clock = clock;
    this.#nextId = nextId ?? (() => `job-${(this.#count += 1)}`);
    if (!mark) return;
    this.#count = mark.count;
    for (const job of mark.jobs) this.#place(job);
    for (const letter of mark.dead) this.#dead.set(letter.job.id, letter);
    this.#idByKey = mark.idByKey;
  }

  /** What the queue holds now. */
  mark(): QueueMark {
    const jobs: QueuedJob[] = [];
    for (const { job } of this.#leases.values()) jobs.push(job);
    for (const line of this.#lines.values()) line.addTo(jobs);
    this.#keysMarked = true;
    return { jobs, dead: [...this.#dead.values()], idByKey: this.#idByKey, count: this.#count };
  }

  async enqueue(requests: readonly JobRequest[]): Promise<readonly string[]> {
    return requests.map((request) => this.#add(request));
  }

  async enqueueLeased(request: JobRequest, leaseMs: number): Promise<Lease> {
    return this.#grant(this.#written(request), leaseMs);
  }

  async lease(want: { readonly queues?: readonly string[]; readonly leaseMs: number }): Promise<Lease | undefined> {
    this.#collectExpired();
    const line = want.queues ? this.#firstDue(want.queues) : this.#bestDue();
    const place = line?.first(this.#clock.now());
    if (!line || !place) return undefined;
    line.removeFirst();
    return this.#grant(place.job, want.leaseMs);
  }

  async renew(lease: Lease, leaseMs: number): Promise<Lease> {
    return this.#hold(this.#held(lease), leaseMs);
  }

  async acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    this.#leases.delete(this.#held(lease).id);
    for (const request of followUps) this.#add(request);
  }

  async release(
    lease: Lease,
    { progress, resumptions, tally, wait = 0, queue, priority }: ReleaseOptions,
  ): Promise<void> {
    const job = this.#held(lease);
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
    const job = this.#held(lease);
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
    for (const { job, until } of this.#leases.values()) {
      if (!queues || queues.includes(job.queue)) next = Math.min(next, until);
    }
    return next === Infinity ? undefined : next;
  }

  async jobs(): Promise<readonly QueuedJob[]> {
    const waiting = [...this.#lines.values()].flatMap((line) => line.jobs);
    const leased = [...this.#leases.values()].map(({ job }) => job);
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
    const id = this.#nextId();
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
    let line = this.#lines.get(job.queue);
    if (!line) this.#lines.set(job.queue, (line = new WaitingLine()));
    line.add({ job, order: (this.#order += 1) }, this.#clock.now());
  }

  #grant(job: QueuedJob, leaseMs: number): Lease {
    return this.#hold({ ...job, executions: job.executions + 1 }, leaseMs);
  }

  #hold(job: QueuedJob, leaseMs: number): Lease {
    const lease = { job, until: this.#clock.now() + leaseMs };
    this.#leases.set(job.id, lease);
    this.#earliestExpiry = Math.min(this.#earliestExpiry, lease.until);
    return lease;
  }

  /** The leased job, when the lease is the latest one and has not run out. */
  #held({ job }: Lease): QueuedJob {
    const latest = this.#leases.get(job.id);
    const held = latest && latest.job.executions === job.executions && latest.until > this.#clock.now();
    if (!held) throw new LeaseLostError(job.id);
    return latest.job;
  }

  /** Jobs of workers that did not come back are due again. */
  #collectExpired(): void {
    const now = this.#clock.now();
    if (now < this.#earliestExpiry) return;
    this.#earliestExpiry = Infinity;
    for (const { job, until } of this.#leases.values()) {
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

const noKeys: ReadonlyMap<string, string> = new Map();

const withProgress = ({ progress: _old, ...job }: QueuedJob, progress: Progress | undefined): QueuedJob =>
  progress ? { ...job, progress } : job;
