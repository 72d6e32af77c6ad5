// Time as the engine sees it: it comes in from outside, so that a simulation can own it.

/** Where the engine gets its time from. Production passes the real clock, a simulation a virtual one. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls back once when `ms` milliseconds have gone by, unless the function that it returns was called before. */
  after(ms: number, callback: () => void): () => void;
}

/** So many seconds, in milliseconds. */
export const seconds = (count: number): number => count * 1_000;
/** So many minutes, in milliseconds. */
export const minutes = (count: number): number => count * 60_000;
/** So many hours, in milliseconds. */
export const hours = (count: number): number => count * 3_600_000;
