// What becomes of a job that raised an error: tried again, discarded, or handled by the job's own code.
import { JobDefinitionError } from "./errors.ts";

/** A class of errors, or a question about one. */
export type ErrorMatch = (abstract new (...args: never[]) => Error) | ((error: Error) => boolean);

/** Tries the job again, with its progress, so and so often. */
export interface RetryRule {
  readonly errors: ErrorMatch;
  /** Milliseconds before the next try; a function receives the number of tries that have failed. Default: 3 seconds, as in Rails. */
  readonly wait?: number | ((failures: number) => number);
  /** How many tries there are in all, the first one included. Default: 5, as in Rails. */
  readonly attempts?: number;
  /** Queue and priority of the tries; the job's own when missing. */
  readonly queue?: string;
  readonly priority?: number;
}

/** Drops the job: it is done, and nothing follows. */
export interface DiscardRule<Args> {
  readonly errors: ErrorMatch;
  readonly handle?: (error: Error, args: Args) => void | Promise<void>;
}

/** Hands the error to the job's own code. When that returns, the job is done and nothing follows; what it throws fails it. */
export interface RescueRule<Args> {
  readonly errors: ErrorMatch;
  readonly handle: (error: Error, args: Args) => void | Promise<void>;
}

/** The rules of a job. Of each kind the first one that matches counts; discarding comes first, retrying last. */
export interface FailureRules<Args> {
  readonly discardOn?: readonly DiscardRule<Args>[];
  readonly rescueFrom?: readonly RescueRule<Args>[];
  readonly retryOn?: readonly RetryRule[];
  /** Called when the job was discarded or has failed for good. */
  readonly afterDiscard?: (error: Error, args: Args) => void | Promise<void>;
}

export type Decision<Args> =
  | { readonly kind: "discard"; readonly rule: DiscardRule<Args> }
  | { readonly kind: "rescue"; readonly rule: RescueRule<Args> }
  | { readonly kind: "retry"; readonly wait: number; readonly rule: RetryRule; readonly name: string }
  | { readonly kind: "fail"; readonly retried: boolean };

const defaultWaitMs = 3_000;
const defaultAttempts = 5;

/**
 * Decides what becomes of an error.
 *
 * @param retries how many tries have failed under each retry rule, this one not included
 */
export function decide<Args>(
  rules: FailureRules<Args>,
  error: Error,
  retries: Readonly<Record<string, number>>,
): Decision<Args> {
  const discard = rules.discardOn?.find((rule) => matches(rule.errors, error));
  if (discard) return { kind: "discard", rule: discard };
  const rescue = rules.rescueFrom?.find((rule) => matches(rule.errors, error));
  if (rescue) return { kind: "rescue", rule: rescue };
  const index = rules.retryOn?.findIndex((rule) => matches(rule.errors, error)) ?? -1;
  const rule = rules.retryOn?.[index];
  if (!rule) return { kind: "fail", retried: false };
  const name = nameOf(rule, index);
  const failures = (retries[name] ?? 0) + 1;
  if (failures >= (rule.attempts ?? defaultAttempts)) return { kind: "fail", retried: true };
  const { wait = defaultWaitMs } = rule;
  return { kind: "retry", wait: typeof wait === "function" ? wait(failures) : wait, rule, name };
}

/** @throws JobDefinitionError when a number makes no sense */
export function checkRules(job: string, { retryOn = [] }: FailureRules<never>): void {
  for (const { wait, attempts } of retryOn) {
    if (attempts !== undefined && !(Number.isSafeInteger(attempts) && attempts >= 1)) {
      throw new JobDefinitionError(`Job '${job}' retries with attempts ${attempts}. Give a whole number of 1 or more.`);
    }
    if (typeof wait === "number" && !(Number.isFinite(wait) && wait >= 0)) {
      throw new JobDefinitionError(`Job '${job}' retries with wait ${wait}. Give milliseconds, 0 or more.`);
    }
  }
}

/** Counts are kept by rule, not by message: a payload must not grow with every new wording of an error. */
const nameOf = ({ errors }: RetryRule, index: number): string => `${index}:${errors.name}`;

function matches(match: ErrorMatch, error: Error): boolean {
  const isClass = match === Error || match.prototype instanceof Error;
  return isClass ? error instanceof match : (match as (error: Error) => boolean)(error);
}
