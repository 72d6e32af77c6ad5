// Progress saved at each checkpoint, in this process: a crash repeats the work since the last checkpoint.
import { LeaseLostError } from "./errors.ts";
import { isBehindPayload, type Progress, type ProgressStore, type Saved } from "./progress.ts";
import type { Lease } from "./queue.ts";

interface Kept {
  /** The execution that opened it last: older ones may not write any more. */
  readonly openedBy: number;
  /** Undefined as long as what it holds is the payload's. */
  saved: Saved | undefined;
  progress: Progress | undefined;
}

/** Keeps each job's progress in memory. It stands for a database in simulations and tests: it dies with this process. */
export class MemoryProgress implements ProgressStore {
  readonly mostRedone = 1;
  readonly #records = new Map<string, Kept>();

  /** @param saved progress by job id, to begin with: that of executions that are gone */
  constructor(saved: Iterable<readonly [jobId: string, progress: Progress]> = []) {
    for (const [jobId, progress] of saved) {
      this.#records.set(jobId, { openedBy: 0, saved: { execution: Infinity, isLast: false }, progress });
    }
  }

  async open(lease: Lease): Promise<Progress | undefined> {
    const { job } = lease;
    const record = this.#of(lease);
    const isBehind = isBehindPayload(record?.saved, job);
    const progress = isBehind ? job.progress : record?.progress;
    this.#records.set(job.id, { openedBy: job.executions, saved: isBehind ? undefined : record?.saved, progress });
    return progress;
  }

  async save(lease: Lease, progress: Progress, isLast: boolean): Promise<void> {
    const record = this.#of(lease);
    // Each execution opens its record; when it is gone, a later one has ended the job.
    if (!record) throw new LeaseLostError(lease.job.id);
    record.progress = progress;
    record.saved = { execution: lease.job.executions, isLast };
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
  #of(lease: Lease): Kept | undefined {
    const record = this.#records.get(lease.job.id);
    if (record && record.openedBy > lease.job.executions) throw new LeaseLostError(lease.job.id);
    return record;
  }
}
