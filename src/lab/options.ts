// What can be set on the command line of the lab.

export interface LabOptions {
  /** Items in a batch; a checkpoint follows each batch. */
  readonly batch: number;
  /** The time that one item takes: w in the formula. */
  readonly itemMs: number;
  /** The time that one checkpoint takes: C in the formula. */
  readonly checkpointMs: number;
  /** The mean time between failures, in minutes: M in the formula. */
  readonly mtbfMin: number;
  /** Items in one job. */
  readonly items: number;
  readonly seed: number;
}

/** What holds when nothing is set. */
export const defaults: LabOptions = {
  batch: 50,
  itemMs: 100,
  checkpointMs: 40,
  mtbfMin: 30,
  items: 500,
  seed: 1,
};

/** The least and the most that each flag may be. */
export const limits = {
  // At most as many as there are items, besides.
  batch: [1, 1_000_000],
  "item-ms": [1, 600_000],
  "checkpoint-ms": [1, 60_000],
  // A year.
  "mtbf-min": [1, 525_600],
  // With one item there is nothing to choose.
  items: [2, 1_000_000],
  // A seed has 32 bits.
  seed: [1, 2 ** 32 - 1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** The mean time between failures in the unit that everything else has. */
export const meanMs = ({ mtbfMin }: LabOptions): number => mtbfMin * 60_000;
