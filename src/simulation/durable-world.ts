// A world whose durable state can be named in O(1) at each operation, kept, and taken up again.
import { MemoryProgress, MemoryQueue, type Lease, type Progress, type QueueMark } from "#jobs";
import type { OpenShop, ShopMark } from "#shop";
import { hashOf } from "./hash.ts";
import type { PointEntry } from "./run.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Everything that survives the end of every process. Keeping one costs the same however much has happened. */
export interface DurableState {
  /** The same for two states from which everything goes on alike. Counters and the clock are left out. */
  readonly name: string;
  readonly shop: ShopMark;
  readonly effectsHash: number;
  readonly rowsHash: number;
  readonly queue: QueueMark;
  readonly progress: readonly (readonly [jobId: string, progress: Progress])[];
}

/** Progress in memory that keeps a hash of what it holds. */
class NamedProgress extends MemoryProgress {
  readonly held = new Map<string, Progress>();

  constructor(saved: DurableState["progress"]) {
    super(saved);
    for (const [jobId, progress] of saved) this.held.set(jobId, progress);
  }

  override async open(lease: Lease): Promise<Progress | undefined> {
    const progress = await super.open(lease);
    if (progress) this.held.set(lease.job.id, progress);
    return progress;
  }

  override async save(lease: Lease, progress: Progress): Promise<void> {
    await super.save(lease, progress);
    this.held.set(lease.job.id, progress);
  }

  override async forget(lease: Lease): Promise<void> {
    await super.forget(lease);
    this.held.delete(lease.job.id);
  }
}

/** The durable parts of a world, fresh or taken up from a state. */
export class DurableWorld {
  readonly clock = new VirtualClock();
  readonly queue: MemoryQueue;
  readonly progress: MemoryProgress | undefined;
  readonly shop: OpenShop;
  readonly #held: ReadonlyMap<string, Progress>;
  #effectsHash: number;
  #rowsHash: number;
  #queueMark: QueueMark;
  #queueName: string;
  readonly #withCounters: boolean;
  #progressName = "";

  /** @param options.inPayload whether progress is kept in the payload only */
  constructor({
    shop,
    from,
    inPayload,
    withCounters = false,
  }: {
    readonly shop: OpenShop;
    readonly from?: DurableState;
    readonly inPayload: boolean;
    readonly withCounters?: boolean;
  }) {
    const saved = new NamedProgress(from?.progress ?? []);
    this.shop = from ? shop.reopen(from.shop) : shop;
    this.queue = new MemoryQueue({ clock: this.clock, ...(from && { mark: from.queue }) });
    this.progress = inPayload ? undefined : saved;
    this.#held = saved.held;
    this.#effectsHash = from?.effectsHash ?? 0;
    this.#rowsHash = from?.rowsHash ?? 0;
    this.#withCounters = withCounters;
    this.#queueMark = from?.queue ?? this.queue.mark();
    this.#queueName = nameOf(this.#queueMark, withCounters);
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
    this.#queueName = nameOf(this.#queueMark, this.#withCounters);
    this.#noteProgress();
  }

  /** Takes note that other people were in the shop. */
  noteRows(): void {
    const { customers, orders, recipients } = this.shop.rows;
    this.#rowsHash = hashOf(JSON.stringify([customers, orders, recipients]));
  }

  /** The name of the present state. */
  get name(): string {
    return `${this.#effectsHash} ${this.#rowsHash} ${this.#queueName} ${this.#progressName}`;
  }

  keep(name: string): DurableState {
    return {
      name,
      shop: this.shop.mark(),
      effectsHash: this.#effectsHash,
      rowsHash: this.#rowsHash,
      queue: this.#queueMark,
      progress: [...this.#held],
    };
  }

  /** What each job would begin with: the store's word, or else its payload's. */
  #noteProgress(): void {
    this.#progressName = "";
    for (const job of this.#queueMark.jobs) {
      this.#progressName += JSON.stringify(this.#held.get(job.id) ?? job.progress) ?? "none";
    }
  }

  /** Order counts: each effect is hashed on top of all that came before it. */
  #noteEffect(): void {
    const last = this.shop.ledger.effects.at(-1);
    this.#effectsHash = hashOf(`${last?.effect} ${last?.key} ${last?.amountCents} ${this.#effectsHash}`);
  }
}

/** Counters beyond this are taken for equal, or a job that reads them would never close. */
export const mostCounted = 6;

/**
 * What a queue holds. Times are left out, and so are counters, unless the job looks at them: they differ between runs that
 * are alike in all that matters.
 */
function nameOf({ jobs, dead, idByKey }: QueueMark, withCounters: boolean): string {
  const counted = (count: number) => (withCounters ? Math.min(count, mostCounted) : 0);
  const waiting = jobs.map(({ id, name, args, queue, priority, executions, resumptions }) => [
    id,
    name,
    args,
    queue,
    priority,
    counted(executions),
    counted(resumptions),
  ]);
  const buried = dead.map(({ job, error }) => [job.id, error.message]);
  return String(hashOf(JSON.stringify([waiting, buried, [...idByKey.keys()]])));
}
