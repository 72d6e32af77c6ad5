// Progress saved at each checkpoint, in this process: a crash repeats the work since the last checkpoint.
import { LeaseLostError } from "./errors.ts";
import type { Progress, ProgressStore } from "./progress.ts";
import type { Lease } from "./queue.ts";

/** Keeps each job's progress in memory. It stands for a database in simulations and tests: it dies with this process. */
export class MemoryProgress implements ProgressStore {
  readonly #records = new Map<string, { execution: number; progress: Progress | undefined }>();

  /** @param saved progress by job id, to begin with */
  constructor(saved: Iterable<readonly [jobId: string, progress: Progress]> = []) {
    // An execution of any number may open it: whoever saved it is gone.
    for (const [jobId, progress] of saved) this.#records.set(jobId, { execution: 0, progress });
  }

  async open(lease: Lease): Promise<Progress | undefined> {
    const saved = this.#of(lease)?.progress ?? lease.job.progress;
    this.#records.set(lease.job.id, { execution: lease.job.executions, progress: saved });
    return saved;
  }

  async save(lease: Lease, progress: Progress): Promise<void> {
    const record = this.#of(lease);
    // Each execution opens its record; when it is gone, a later one has ended the job.
    if (!record) throw new LeaseLostError(lease.job.id);
    record.progress = progress;
  }

  async forget(lease: Lease): Promise<void> {
    this.#of(lease);
    this.#records.delete(lease.job.id);
  }

  /** What is saved for a job, for people who look. */
  peek(jobId: string): Progress | undefined {
    return this.#records.get(jobId)?.progress;
  }

  /** The record of a job, unless a later execution has opened it: then the caller is a worker that lost its lease. */
  #of(lease: Lease) {
    const record = this.#records.get(lease.job.id);
    if (record && record.execution > lease.job.executions) throw new LeaseLostError(lease.job.id);
    return record;
  }
}
