// A small job as plain data: what the generator chooses, the printer writes down, and a mutation changes.

/** How the work is laid out; the families of the table. */
export type Shape =
  | "loop"
  | "batches"
  | "step per order"
  | "no steps"
  | "chain"
  | "chain in perform"
  | "iteration of records"
  | "iteration of an array";

/** What a cursor means and when it is saved. */
export type Cursor =
  | "last done"
  | "next to do"
  | "advance"
  | "index"
  | "next saved, read as last"
  | "last saved, read as next"
  | "none"
  | "before the work"
  | "every second"
  | "in finally"
  | "at the end";

export type Counter = "executions" | "resumptions" | "interruptions" | "runtimeMs";

/** Something that the code asks, and that a fault may answer differently. */
export type Condition =
  | {
      readonly kind: "counter";
      readonly counter: Counter;
      readonly test: "<" | ">" | "===" | "% 2 ===";
      readonly value: number;
    }
  | { readonly kind: "stop asked" }
  /** More milliseconds have gone by since `perform` began. */
  | { readonly kind: "elapsed"; readonly ms: number }
  | { readonly kind: "hour"; readonly from: number }
  | { readonly kind: "not the first day" }
  /** A variable of the module says that this process has performed the job before. */
  | { readonly kind: "again in this process" };

/** What an idempotency key, or the key of a job, is made of. */
export type Key =
  | "none"
  | "order"
  | "order, execution"
  | "order, resumptions"
  | "order, day"
  | "order, minute"
  | "order, job"
  | "job"
  | "constant"
  /** Another key when the condition holds. */
  | { readonly otherWhen: Condition };

/** How an order is charged, and what becomes of an error. */
export type Handling =
  | "plain"
  | "swallowed"
  | "swallowed with the save"
  | "rethrown"
  | "tried three times"
  | "tried three times, a key each"
  | "not awaited"
  | "then, not awaited"
  | "Promise.all"
  | "Promise.allSettled";

/** What a variable outside of `perform` is used for. */
export type Memory = "none" | "guard before" | "guard after" | "cached rows" | "filled by a step" | "counted";

export type GuardPlace = "at the start" | "before an order" | "after an order" | "at the end";
export type GuardAction = "return" | "break" | "continue" | "checkpoint" | "interrupt" | "throw";

/** `if (condition) action;` */
export interface Guard {
  readonly place: GuardPlace;
  readonly condition: Condition;
  readonly action: GuardAction;
}

/** A mail job for each order, enqueued in the middle of the work. */
export interface Note {
  readonly place: "before the charge" | "after the charge" | "after, not awaited";
  readonly key: Key;
  readonly mailKey: Key;
  readonly wait?: number;
  readonly queue?: string;
  readonly priority?: number;
}

/** A report at the end, of how many orders there were and what they are worth. */
export interface Report {
  readonly sum: "before the cursor" | "after the cursor" | "in a variable" | "read again";
  readonly key: Key;
}

/** Receipts that follow the job. */
export interface FollowUps {
  readonly count: 1 | 2;
  readonly key: Key;
  readonly mailKey: Key;
  readonly wait?: number;
  readonly noneWhen?: Condition;
  readonly waitWhen?: Condition;
}

/** The options of the definition, as they are written. */
export interface Budgets {
  readonly maxResumptions?: number;
  readonly maxErrorResumptions?: number;
  readonly maxResumptionsWithoutProgress?: number;
  readonly maxRuntimeMs?: number;
  readonly retryOn?: { readonly attempts: number; readonly wait: number | "longer each time" };
  readonly discardOn?: true;
  readonly rescueFrom?: true;
  readonly resumeErrorsAfterAdvancing?: boolean;
  readonly resume?: { readonly wait?: number; readonly queue?: string; readonly priority?: number };
  readonly queue?: string;
  readonly priority?: number;
  readonly stopWhen?: Condition;
}

/** All that there is to know about a job and the world it is judged in. */
export interface Recipe {
  readonly shape: Shape;
  /** The ids of the orders to charge. */
  readonly orders: readonly number[];
  readonly progress: "payload" | "each checkpoint";
  /** Whether the effects are promised in the order of a calm run. */
  readonly inOrder: boolean;
  readonly cursor: Cursor;
  readonly key: Key;
  readonly handling: Handling;
  readonly memory: Memory;
  readonly guards: readonly Guard[];
  /** The key of the next job of a chain. */
  readonly link: Key;
  readonly note: Note | undefined;
  readonly report: Report | undefined;
  readonly followUps: FollowUps | undefined;
  readonly budgets: Budgets;
}

/** The effects of the right job of this kind, in any order. */
export function effectsOf({ orders, note, report, followUps }: Recipe): readonly string[] {
  return [
    ...orders.map((id) => `charge ${id}`),
    ...(note ? orders.map((id) => `note ${id}`) : []),
    ...(report ? ["report 1"] : []),
    ...(followUps ? orders.slice(0, followUps.count).map((id) => `receipt ${id}`) : []),
  ];
}
