// What can go wrong in a run, and where.

/** A place in a run: the number of a point, counted from 1, or the name of an operation such as "charge 3". */
export type Place = number | string;

/** A stop request or a crash, just before or just after a point of the run. It strikes once. */
export interface Fault {
  readonly signal: "SIGTERM" | "SIGKILL";
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

/** A fault in words: "SIGTERM after charge 3". */
export const describeFault = ({ signal, when, place }: Fault): string =>
  `${signal} ${when} ${typeof place === "number" ? `point ${place}` : place}`;

const fault = (signal: Fault["signal"], where: Where): Fault =>
  "before" in where ? { signal, when: "before", place: where.before } : { signal, when: "after", place: where.after };
