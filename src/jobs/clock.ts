// Time as the engine sees it: it comes in from outside, so that a simulation can own it.

/** Where the engine gets its time from. Production passes the real clock, a simulation a virtual one. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Calls back once when `ms` milliseconds have gone by, unless the function that it returns was called before. */
  after(ms: number, callback: () => void): () => void;
  /**
   * Asked at each checkpoint: a promise when it is time to let the event loop turn, so that a signal is heard by a job that
   * never waits for anything. A clock that has no event loop leaves it out.
   */
  turn?(): Promise<void> | undefined;
}

/** So many seconds, in milliseconds. */
export const seconds = (count: number): number => count * 1_000;
/** So many minutes, in milliseconds. */
export const minutes = (count: number): number => count * 60_000;
/** So many hours, in milliseconds. */
export const hours = (count: number): number => count * 3_600_000;
