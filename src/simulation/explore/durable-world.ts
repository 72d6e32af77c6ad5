// A world whose durable state can be named in O(1) at each operation, kept, and taken up again.
import { type Json, MemoryProgress, MemoryQueue, type Progress, type QueueMark } from "#jobs";
import type { LedgerRequest, OpenShop, ShopMark } from "#shop";
import { hashOf, hashOfJson, mixed } from "./hash.ts";
import type { PointEntry } from "../run/run.ts";
import { VirtualClock } from "../run/virtual-clock.ts";

/** Everything that survives the end of every process. Keeping one costs the same however much has happened. */
export interface DurableState {
  /** The same for two states from which everything goes on alike. Counters and the clock are left out. */
  readonly name: number;
  readonly shop: ShopMark;
  readonly effectsHash: number;
  readonly rowsHash: number;
  readonly queue: QueueMark;
  readonly progress: readonly (readonly [jobId: string, progress: Progress])[];
}

/** The durable parts of a world, fresh or taken up from a state. */
export class DurableWorld {
  readonly clock = new VirtualClock();
  readonly queue: MemoryQueue;
  readonly progress: MemoryProgress | undefined;
  readonly shop: OpenShop;
  #effectsHash: number;
  #rowsHash: number;
  #queueMark: QueueMark;
  #queueHash: number;
  readonly #withCounters: boolean;
  readonly #withDetails: boolean;
  #progressHash = 0;

  /**
   * @param options.inPayload whether progress is kept in the payload only
   * @param options.withCounters whether states with other counts of executions differ
   * @param options.withDetails whether states differ in which services were told different things under the same name
   */
  constructor({
    shop,
    from,
    inPayload,
    withCounters = false,
    withDetails = false,
  }: {
    readonly shop: OpenShop;
    readonly from?: DurableState;
    readonly inPayload: boolean;
    readonly withCounters?: boolean;
    readonly withDetails?: boolean;
  }) {
    this.shop = from ? shop.reopen(from.shop) : shop;
    this.queue = new MemoryQueue({ clock: this.clock, ...(from && { mark: from.queue }) });
    this.progress = inPayload ? undefined : new MemoryProgress(from?.progress);
    this.#effectsHash = from?.effectsHash ?? 0;
    this.#rowsHash = from?.rowsHash ?? 0;
    this.#withCounters = withCounters;
    this.#withDetails = withDetails;
    this.#queueMark = from?.queue ?? this.queue.mark();
    this.#queueHash = hashOfQueue(this.#queueMark, withCounters);
    this.#noteProgress();
  }

  /** Takes note of an operation that was applied. Returns whether it may have changed the state. */
  note({ kind, repeated }: PointEntry): boolean {
    switch (kind) {
      case "checkpoint":
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

  /** Takes note of a change to the queue from outside of a run. */
  noteQueue(): void {
    this.#queueMark = this.queue.mark();
    this.#queueHash = hashOfQueue(this.#queueMark, this.#withCounters);
    this.#noteProgress();
  }

  /** Takes note that other people were in the shop. */
  noteRows(): void {
    const { customers, orders, recipients } = this.shop.rows;
    this.#rowsHash = hashOf(JSON.stringify([customers, orders, recipients]));
  }

  /** The name of the present state. */
  get name(): number {
    return mixed(mixed(this.#effectsHash, this.#rowsHash), mixed(this.#queueHash, this.#progressHash));
  }

  keep(name: number): DurableState {
    return {
      name,
      shop: this.shop.mark(),
      effectsHash: this.#effectsHash,
      rowsHash: this.#rowsHash,
      queue: this.#queueMark,
      progress: this.#saved(),
    };
  }

  /** What the store holds for the jobs that are left. */
  #saved(): DurableState["progress"] {
    return this.#queueMark.jobs.flatMap(({ id }) => {
      const saved = this.progress?.peek(id);
      return saved === undefined ? [] : [[id, saved] as const];
    });
  }

  /** What each job would begin with: the store's word, or else its payload's. */
  #noteProgress(): void {
    this.#progressHash = 0;
    for (const { id, progress } of this.#queueMark.jobs) {
      this.#progressHash = mixed(this.#progressHash, hashOfProgress(this.progress?.peek(id) ?? progress));
    }
  }

  /** Order counts: each effect is hashed on top of all that came before it. */
  #noteEffect(): void {
    const { effects } = this.shop.ledger;
    const { effect, key, amountCents, request } = effects[effects.length - 1] as LedgerRequest;
    const last = mixed(hashOf(effect), mixed(key === undefined ? 0 : hashOf(key), amountCents ?? 0));
    if (this.#withDetails) this.#effectsHash = mixed(this.#effectsHash, hashOfJson(request));
    this.#effectsHash = mixed(last, this.#effectsHash);
  }
}

/** Counters beyond this are taken for equal, or a job that reads them would never close. */
export const mostCounted = 6;

/**
 * What a queue holds. Times are left out, and so are counters, unless the job looks at them: they differ between runs that
 * are alike in all that matters.
 */
function hashOfQueue({ jobs, dead, idByKey }: QueueMark, withCounters: boolean): number {
  let hash = 0;
  for (const { id, name, args, queue, priority, executions, resumptions } of jobs) {
    hash = mixed(hash, mixed(mixed(hashOf(id), hashOf(name)), mixed(hashOf(queue), hashOfJson(priority))));
    hash = mixed(hash, hashOfArgs(args));
    if (withCounters) hash = mixed(hash, mixed(Math.min(executions, mostCounted), Math.min(resumptions, mostCounted)));
  }
  for (const { job, error } of dead) hash = mixed(hash, mixed(hashOf(job.id), hashOf(error.message)));
  for (const key of idByKey.keys()) hash = mixed(hash, hashOf(key));
  return hash;
}

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
