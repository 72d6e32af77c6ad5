// A progress store that saves less often than at each checkpoint: cheaper, and more is done again after a crash.
import type { Clock } from "./clock.ts";
import type { Progress, ProgressStore } from "./progress.ts";
import type { Lease } from "./queue.ts";

export interface SparseOptions {
  /** Saves every so many checkpoints. */
  readonly every: number;
  /** Saves at the next checkpoint after so many milliseconds, too, however few checkpoints there have been. */
  readonly orAfterMs?: number;
  readonly clock: Clock;
}

/** What has happened since the last save of an execution. */
interface Behind {
  checkpoints: number;
  readonly since: number;
}

/** Another store, to which only some of the saves go, and always the last one before the job goes back. */
export class SparseProgress implements ProgressStore {
  readonly mostRedone: number;
  readonly #store: ProgressStore;
  readonly #options: Required<SparseOptions>;
  readonly #behind = new Map<string, Behind>();

  /** @throws RangeError when a number makes no sense */
  constructor(store: ProgressStore, { every, orAfterMs = Infinity, clock }: SparseOptions) {
    if (!(Number.isSafeInteger(every) && every >= 1)) {
      throw new RangeError(`Progress is to be saved every ${every} checkpoints. Give a whole number of 1 or more.`);
    }
    if (!(orAfterMs > 0)) throw new RangeError(`Progress is to be saved after ${orAfterMs} ms. Give more than 0.`);
    this.#store = store;
    this.#options = { every, orAfterMs, clock };
    this.mostRedone = every * store.mostRedone;
  }

  async open(lease: Lease): Promise<Progress | undefined> {
    this.#behind.set(lease.job.id, this.#upToDate());
    return await this.#store.open(lease);
  }

  async save(lease: Lease, progress: Progress, isLast: boolean): Promise<void> {
    const { id } = lease.job;
    const { every, orAfterMs, clock } = this.#options;
    const behind = this.#behind.get(id) ?? this.#upToDate();
    behind.checkpoints += 1;
    if (!isLast && behind.checkpoints < every && clock.now() - behind.since < orAfterMs) return;
    await this.#store.save(lease, progress, isLast);
    if (isLast) this.#behind.delete(id);
    else this.#behind.set(id, this.#upToDate());
  }

  async forget(lease: Lease): Promise<void> {
    this.#behind.delete(lease.job.id);
    await this.#store.forget(lease);
  }

  #upToDate(): Behind {
    return { checkpoints: 0, since: this.#options.clock.now() };
  }
}
