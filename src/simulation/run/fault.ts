// What can go wrong in a run, and where.

/** A place in a run: the number of a point, counted from 1, or the name of an operation such as "charge 3". */
export type Place = number | string;

/** Something that strikes a run once, just before or just after one of its points. */
export interface Fault {
  readonly kind: "SIGTERM" | "SIGKILL" | "refused" | "answer lost" | "slow";
  readonly when: "before" | "after";
  readonly place: Place;
  /** For a refusal: the service says no to this request, and does not only not answer for a moment. */
  readonly saysNo?: true;
  /**
   * For faults that end a process: the job that is performed next, by the number in its id; its lease runs out before
   * anybody takes another one. When left out, jobs that are due come first, and the lease runs out after them.
   */
  readonly next?: number;
}

type Where = { readonly before: Place } | { readonly after: Place };
type Afterwards = { readonly next?: number };

/**
 * A deploy: the worker is asked to stop. Its job ends at the next checkpoint and goes back to the queue.
 *
 * @example sigterm({ after: "charge 3" })
 */
export const sigterm = (where: Where & Afterwards): Fault => fault("SIGTERM", where);

/**
 * An eviction, a power cut, `kill -9`: nothing runs any more, no `catch` and no `finally`. Before an operation, it never
 * reached the outside; after it, it did, but nobody here heard back.
 *
 * @example crash({ before: "charge 3" })
 */
export const crash = (where: Where & Afterwards): Fault => fault("SIGKILL", where);

/**
 * A service that does not do what it is asked, for a moment: the call raises a ServiceUnavailableError, and nothing was done.
 *
 * @example refuse("charge 3")
 */
export const refuse = (place: Place): Fault => ({ kind: "refused", when: "before", place });

/**
 * A service that says no once, as to somebody whose account is blocked for an hour: the call raises a ServiceRefusedError,
 * and nothing was done. What it refuses for good belongs to the shop: openShop(rows, { refused }).
 *
 * @example decline("charge 3")
 */
export const decline = (place: Place): Fault => ({ ...refuse(place), saysNo: true });

/**
 * A service that does what it is asked, but whose answer is lost on the way: the call raises an AnswerLostError.
 *
 * @example loseAnswer("charge 3")
 */
export const loseAnswer = (place: Place): Fault => ({ kind: "answer lost", when: "after", place });

/**
 * Slow days, from beginning to end: each effect takes an hour, and a day or more goes by between two executions. Leases and
 * the grace period are as much longer. It has no place.
 */
export const slow = (): Fault => ({ kind: "slow", when: "before", place: 0 });

/** Whether a fault is an error of a service: the process lives on. */
export const isError = ({ kind }: Fault): boolean => kind === "refused" || kind === "answer lost";

/** Whether a fault ends a process, at once or at the next checkpoint. */
export const endsProcess = ({ kind }: Fault): boolean => kind === "SIGTERM" || kind === "SIGKILL";

/** A fault in words: "SIGTERM after charge 3". */
export function describeFault({ kind, when, place, next }: Fault): string {
  const where = typeof place === "number" ? `point ${place}` : place;
  switch (kind) {
    case "refused":
      return `the refusal of ${where}`;
    case "answer lost":
      return `the lost answer to ${where}`;
    case "slow":
      return "slow days";
    default:
      return `${kind} ${when} ${where}${next === undefined ? "" : `, job ${next} next`}`;
  }
}

function fault(kind: Fault["kind"], where: Where & Afterwards): Fault {
  const next = where.next === undefined ? {} : { next: where.next };
  return "before" in where
    ? { kind, when: "before", place: where.before, ...next }
    : { kind, when: "after", place: where.after, ...next };
}
