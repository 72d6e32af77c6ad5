// What can go wrong in a run, and where.

/** A place in a run: the number of a point, counted from 1, or the name of an operation such as "charge 3". */
export type Place = number | string;

/** Something that goes wrong just before or just after a point of the run. It strikes once. */
export interface Fault {
  /** A stop request, a crash, a service that refuses for a moment, an answer that nobody here receives. */
  readonly kind: "SIGTERM" | "SIGKILL" | "refused" | "answer lost";
  readonly when: "before" | "after";
  readonly place: Place;
}

type Where = { readonly before: Place } | { readonly after: Place };

/**
 * A deploy: the worker is asked to stop. Its job ends at the next checkpoint and goes back to the queue.
 *
 * @example sigterm({ after: "charge 3" })
 */
export const sigterm = (where: Where): Fault => fault("SIGTERM", where);

/**
 * An eviction, a power cut, `kill -9`: nothing runs any more, no `catch` and no `finally`. Before an operation, it never
 * reached the outside; after it, it did, but nobody here heard back.
 *
 * @example crash({ before: "charge 3" })
 */
export const crash = (where: Where): Fault => fault("SIGKILL", where);

/**
 * A service that refuses for a moment: the effect does not happen, and the job gets an error. The process lives on.
 *
 * @example refuse("charge 3")
 */
export const refuse = (place: Place): Fault => ({ kind: "refused", when: "before", place });

/**
 * An answer that is lost on its way: the effect has happened, and the job gets an error. The process lives on.
 *
 * @example loseAnswer("charge 3")
 */
export const loseAnswer = (place: Place): Fault => ({ kind: "answer lost", when: "after", place });

/** A fault in words: "SIGTERM after charge 3", "the refusal of charge 3". */
export function describeFault({ kind, when, place }: Fault): string {
  const where = typeof place === "number" ? `point ${place}` : place;
  if (kind === "refused") return `the refusal of ${where}`;
  if (kind === "answer lost") return `the lost answer to ${where}`;
  return `${kind} ${when} ${where}`;
}

const fault = (kind: "SIGTERM" | "SIGKILL", where: Where): Fault =>
  "before" in where ? { kind, when: "before", place: where.before } : { kind, when: "after", place: where.after };
