// What a batch size costs besides the useful work.

/** Each as a share of the useful time: 0.01 is one second in a hundred seconds of work. */
export interface Overhead {
  readonly checkpoints: number;
  /** Work that was done again, and the time of checkpoints that a failure cut off. */
  readonly redone: number;
  readonly total: number;
}
