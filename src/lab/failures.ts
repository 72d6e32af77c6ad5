// When workers are killed: random, but the same for the same seed.

/**
 * The times between one failure and the next. They are exponential: a failure is as likely now as at any other time.
 *
 * @param seed from 1 to 2³² − 1
 * @param meanMs the mean time between two failures
 */
export function failures(seed: number, meanMs: number, count: number): readonly number[] {
  const random = generator(seed);
  return Array.from({ length: count }, () => -Math.log(1 - random()) * meanMs);
}

/** Mulberry32: numbers from 0 up to 1, without 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
