// The unique keys that a queue remembers, each with the job that was enqueued under it.

/** The job that was enqueued under a key. */
export interface KnownKey {
  readonly id: string;
  readonly name: string;
  /** When the key is forgotten: milliseconds of the queue's clock. */
  readonly until: number;
}

export class Keys {
  readonly #lastMs: number;
  #known: ReadonlyMap<string, KnownKey>;
  /** Whether a mark reads the same map: then it is copied before the next key is added. */
  #isMarked = true;

  /** @param lastMs how long a key is remembered, in milliseconds */
  constructor(lastMs: number, known: ReadonlyMap<string, KnownKey> = noKeys) {
    if (!(lastMs > 0)) throw new RangeError(`Keys last ${lastMs} ms. Give milliseconds of more than 0, or Infinity.`);
    this.#lastMs = lastMs;
    this.#known = known;
  }

  /** The keys as they are now. The map will not change any more. */
  mark(): ReadonlyMap<string, KnownKey> {
    this.#isMarked = true;
    return this.#known;
  }

  /** The job under a key that is remembered at this time. */
  find(key: string, now: number): KnownKey | undefined {
    const known = this.#known.get(key);
    return known && known.until > now ? known : undefined;
  }

  remember(key: string, { id, name }: Pick<KnownKey, "id" | "name">, now: number): void {
    if (this.#isMarked) this.#known = new Map(this.#known);
    this.#isMarked = false;
    const known = this.#known as Map<string, KnownKey>;
    // Those that are forgotten are of no use; the oldest stand first.
    for (const [old, { until }] of known) {
      if (until > now) break;
      known.delete(old);
    }
    known.delete(key);
    known.set(key, { id, name, until: now + this.#lastMs });
  }
}

const noKeys: ReadonlyMap<string, KnownKey> = new Map();
