// What becomes of a job that raised an error: tried again, discarded, or handled by the job's own code.
import { asError, CallbackError, describeValue, JobDefinitionError } from "./errors.ts";

/** A class of errors, or a question about one. */
export type ErrorMatch = (abstract new (...args: never[]) => Error) | ((error: Error) => boolean);

/** Tries the job again, with its progress, so and so often. */
export interface RetryRule {
  readonly errors: ErrorMatch;
  /**
   * Milliseconds before the next try. A function receives the number of tries that have failed, and the worker's source of
   * random numbers from 0 up to, but without, 1. Default: 3 seconds, as in Rails.
   */
  readonly wait?: number | ((failures: number, random: () => number) => number);
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
 * @param random numbers from 0 up to, but without, 1
 * @throws CallbackError when a function of a rule raises an error, or returns a wait that is none
 */
export function decide<Args>(
  rules: FailureRules<Args> & { readonly name: string },
  error: Error,
  retries: Readonly<Record<string, number>>,
  random: () => number,
): Decision<Args> {
  const matching = (kind: string, list: readonly { readonly errors: ErrorMatch }[] = []): number =>
    list.findIndex((rule) => called(rules.name, `errors of ${kind}`, error, () => matches(rule.errors, error)));
  const discard = rules.discardOn?.[matching("discardOn", rules.discardOn)];
  if (discard) return { kind: "discard", rule: discard };
  const rescue = rules.rescueFrom?.[matching("rescueFrom", rules.rescueFrom)];
  if (rescue) return { kind: "rescue", rule: rescue };
  const index = matching("retryOn", rules.retryOn);
  const rule = rules.retryOn?.[index];
  if (!rule) return { kind: "fail", retried: false };
  const name = nameOf(rule, index);
  const failures = (retries[name] ?? 0) + 1;
  if (failures >= (rule.attempts ?? defaultAttempts)) return { kind: "fail", retried: true };
  const { wait = defaultWaitMs } = rule;
  if (typeof wait === "number") return { kind: "retry", wait, rule, name };
  const chosen = called(rules.name, "wait of retryOn", error, () => {
    const ms = wait(failures, random);
    if (isWait(ms)) return ms;
    throw new RangeError(`the wait ${describeValue(ms)}, which is not a number of milliseconds of 0 or more`);
  });
  return { kind: "retry", wait: chosen, rule, name };
}

/** Calls a function of a definition; an error in it must not hide the one that it was called for. */
function called<Result>(job: string, callback: string, error: Error, call: () => Result): Result {
  try {
    return call();
  } catch (raised) {
    throw new CallbackError(job, callback, asError(raised), error);
  }
}

const isWait = (ms: unknown): boolean => typeof ms === "number" && Number.isFinite(ms) && ms >= 0;

/** @throws JobDefinitionError when a number makes no sense */
export function checkRules(job: string, { retryOn = [], discardOn = [], rescueFrom = [] }: FailureRules<never>): void {
  for (const [kind, rules] of Object.entries({ retryOn, discardOn, rescueFrom })) checkErrors(job, kind, rules);
  for (const { wait, attempts } of retryOn) {
    if (attempts !== undefined && !(Number.isSafeInteger(attempts) && attempts >= 1)) {
      throw new JobDefinitionError(`Job '${job}' retries with attempts ${attempts}. Give a whole number of 1 or more.`);
    }
    if (typeof wait === "number" && !(Number.isFinite(wait) && wait >= 0)) {
      throw new JobDefinitionError(`Job '${job}' retries with wait ${wait}. Give milliseconds, 0 or more.`);
    }
  }
}

/** People write definitions without the type checker, too: `error` for `errors`, a list for one. */
function checkErrors(job: string, kind: string, rules: readonly { readonly errors?: unknown }[]): void {
  if (!Array.isArray(rules)) {
    throw new JobDefinitionError(`Job '${job}' has a ${kind} that is not a list. Write ${kind}: [{ errors: … }].`);
  }
  for (const rule of rules) {
    if (typeof rule?.errors === "function") continue;
    const found = Array.isArray(rule?.errors) ? "a list" : describeValue(rule?.errors);
    throw new JobDefinitionError(
      `Job '${job}' has a rule in ${kind} whose errors is ${found}. ` +
        "Give a class of errors, or a function that tells whether an error is meant; one rule for each.",
    );
  }
}

/** How many tries each retry rule gives in all, by the name under which a job's tally counts those that have failed. */
export const attemptsByRule = ({ retryOn = [] }: Pick<FailureRules<never>, "retryOn">): ReadonlyMap<string, number> =>
  new Map(retryOn.map((rule, index) => [nameOf(rule, index), rule.attempts ?? defaultAttempts]));

/** Counts are kept by rule, not by message: a payload must not grow with every new wording of an error. */
const nameOf = ({ errors }: RetryRule, index: number): string => `${index}:${errors.name}`;

function matches(match: ErrorMatch, error: Error): boolean {
  const isClass = match === Error || match.prototype instanceof Error;
  if (isClass) return error instanceof match;
  const answer: unknown = (match as (error: Error) => unknown)(error);
  // A promise would count as yes, and drop jobs that nobody meant.
  if (answer instanceof Promise) throw new TypeError("it answered with a promise; answer with true or false, at once");
  return Boolean(answer);
}
