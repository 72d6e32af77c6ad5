// A difference that is meant, as a rule: where it applies, what ours does there, why, and what is compared nevertheless.

/** A test that holds what ours does. */
export interface HoldingTest {
  readonly file: string;
  readonly title: string;
}

/**
 * Speaks of jobs and events, never of a scenario, so that it holds for recordings that nobody here has seen. Its condition is
 * as narrow as it can be: what it covers is compared no further than `rest` says, and an engine may be wrong there unseen.
 */
export interface Rule<Fork> {
  readonly name: string;
  /** "ruby only": about a thing of that language that a program here cannot say. */
  readonly kind: "deliberate" | "ruby only";
  readonly what: string;
  /** Why ours is better for a user. */
  readonly why: string;
  readonly heldBy: readonly HoldingTest[];
  /** How it is known what theirs does, when no recording here shows it. */
  readonly unrecorded?: string;
  /** Whether it is this rule by which the two runs part here. */
  applies(fork: Fork): boolean;
  readonly rest: Rest<Fork>;
}

/** What is compared although the runs have parted. */
export interface Rest<Fork> {
  readonly compares: string;
  /** What is wrong, in words; undefined when nothing is. */
  problem(fork: Fork): string | undefined;
}
