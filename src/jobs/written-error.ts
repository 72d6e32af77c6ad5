// An error as it is written down in a dead letter: words, stack, and the causes behind it.
import { asError, describeValue } from "./errors.ts";
import type { WrittenError } from "./queue.ts";

// Causes behind causes, and errors side by side, beyond this tell nobody anything.
const mostCauses = 8;

/** An error with its stack and its causes, as plain JSON. What cannot be read of it is said so. */
export function writtenError(error: Error, left = mostCauses): WrittenError {
  const stack = textOf(() => error.stack);
  const cause = read(() => error.cause);
  const errors = read(() => (error instanceof AggregateError ? (error.errors as readonly unknown[]) : undefined));
  return {
    name: textOf(() => error.name) ?? "Error",
    message: textOf(() => error.message) ?? "an error whose message cannot be read",
    ...(stack !== undefined && { stack }),
    ...(cause !== undefined && cause !== null && left > 0 && { cause: writtenError(behind(cause), left - 1) }),
    ...(Array.isArray(errors) &&
      left > 0 && { errors: errors.slice(0, mostCauses).map((one) => writtenError(behind(one), left - 1)) }),
  };
}

/** People give texts for causes, too. */
const behind = (cause: unknown): Error => (typeof cause === "string" ? new Error(cause) : asError(cause, "The cause"));

/** A text, or what another value looks like as one: what is written down is JSON. */
function textOf(get: () => unknown): string | undefined {
  const value = read(get);
  if (value === undefined || typeof value === "string") return value;
  const text = read(() => (typeof value === "object" ? JSON.stringify(value) : describeValue(value)));
  return typeof text === "string" ? text : undefined;
}

/** Reading a part of an error may run code of its own, which may raise another one. */
function read(get: () => unknown): unknown {
  try {
    return get();
  } catch {
    return undefined;
  }
}
