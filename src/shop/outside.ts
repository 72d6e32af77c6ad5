// The border of the process: every effect of a job crosses it, so whoever holds it can end the process before or after.

export type ServiceName = "payments" | "mailer" | "reports" | "marketplace";

/** A call on its way out: which service, what the effect is called in pictures, and the idempotency key when it has one. */
export interface OutsideCall {
  readonly service: ServiceName;
  /** "charge 17", "receipt 17", "report 5" */
  readonly effect: string;
  /** Its two parts: "charge", and what it is about, "17". */
  readonly verb: string;
  readonly item: string;
  readonly key?: string;
}

/**
 * Lets a call out. What `apply` returns (or raises) is the answer of the service.
 *
 * Nothing has happened until `apply` is called, and a process that ends after it has lost only the answer.
 */
export type Outside = <Result>(call: OutsideCall, apply: () => Result) => Promise<Result>;

/**
 * Called before rows are read, with the name of the list: "orders". Reading changes nothing, so it need not wait; whoever
 * returns a promise keeps the reader from going on.
 */
export type Reading = (list: string) => Promise<never> | undefined;

/** Lets every call out at once. */
export const straightOut: Outside = async (_call, apply) => apply();
