// A queue as the recorded backend was: it notes what is enqueued, and executes a payload again when asked to.
import {
  type Enqueued,
  type JobRequest,
  type Lease,
  MemoryQueue,
  type Queue,
  type QueuedJob,
  type ReleaseOptions,
} from "#jobs";

/** A job that was put into the queue, by whoever enqueued it or by the end of an execution. */
export interface Noted {
  readonly job: QueuedJob;
  /** Milliseconds; undefined when no time was given. */
  readonly wait: number | undefined;
}

/** A memory queue with a notebook. Every payload travels as JSON text. */
export class Backend implements Queue {
  readonly #inner: MemoryQueue;
  readonly #note: (noted: Noted) => void;
  /** How often each job's payload was executed again: the payload does not know, so its counter stands still. */
  readonly #again = new Map<string, number>();

  constructor(options: ConstructorParameters<typeof MemoryQueue>[0], note: (noted: Noted) => void) {
    this.#inner = new MemoryQueue(options);
    this.#note = note;
  }

  async enqueue(requests: readonly JobRequest[]): Promise<readonly Enqueued[]> {
    const enqueued = await this.#inner.enqueue(throughJson(requests));
    for (const [index, { id }] of enqueued.entries()) await this.#noteEnqueued(id, requests[index]?.wait);
    return enqueued;
  }

  async enqueueLeased(request: JobRequest, leaseMs: number): ReturnType<Queue["enqueueLeased"]> {
    return await this.#inner.enqueueLeased(throughJson(request), leaseMs);
  }

  async lease(want: Parameters<Queue["lease"]>[0]): Promise<Lease | undefined> {
    const lease = await this.#inner.lease(want);
    return lease && { ...lease, job: this.#asPayload(lease.job) };
  }

  async renew(lease: Lease, leaseMs: number): Promise<void> {
    await this.#inner.renew(this.#asLeased(lease), leaseMs);
  }

  async acknowledge(lease: Lease, followUps: readonly JobRequest[]): Promise<void> {
    await this.#inner.acknowledge(this.#asLeased(lease), throughJson(followUps));
  }

  async release(lease: Lease, options: ReleaseOptions): Promise<void> {
    await this.#inner.release(this.#asLeased(lease), throughJson(options));
    await this.#noteEnqueued(lease.job.id, options.wait);
  }

  /** The backend keeps the payload that it had: what the execution has done to it is lost. */
  async bury(lease: Lease, { error }: Parameters<Queue["bury"]>[1]): Promise<void> {
    await this.#inner.bury(this.#asLeased(lease), { error, progress: lease.job.progress });
  }

  /** Executes the payload of a failed job again, unchanged, at the end of the queue. */
  async retry(jobId: string): Promise<boolean> {
    this.#again.set(jobId, this.#timesAgain(jobId) + 1);
    return await this.#inner.retry(jobId);
  }

  async nextDueAt(queues?: readonly string[]): Promise<number | undefined> {
    return await this.#inner.nextDueAt(queues);
  }

  async jobs(): Promise<readonly QueuedJob[]> {
    return (await this.#inner.jobs()).map((job) => this.#asPayload(job));
  }

  async deadLetters(): ReturnType<Queue["deadLetters"]> {
    return await this.#inner.deadLetters();
  }

  async #noteEnqueued(id: string, wait: number | undefined): Promise<void> {
    const job = (await this.jobs()).find((one) => one.id === id);
    if (job) this.#note({ job, wait });
  }

  #asPayload(job: QueuedJob): QueuedJob {
    return { ...job, executions: job.executions - this.#timesAgain(job.id) };
  }

  #asLeased({ job }: Lease): Lease {
    return { job: { ...job, executions: job.executions + this.#timesAgain(job.id) } };
  }

  #timesAgain(id: string): number {
    return this.#again.get(id) ?? 0;
  }
}

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
