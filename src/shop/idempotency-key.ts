// The idempotency key: what a caller may send along so that the receiver recognises a repeat.
import { InvalidIdempotencyKeyError } from "./errors.ts";

export interface RequestOptions {
  /** Same key, same request: the service answers as the first time and does nothing again. Without one it cannot tell. */
  readonly key?: string | undefined;
}

// Stripe's limit.
const LONGEST_KEY = 255;

/**
 * Checks a key before it leaves the process.
 *
 * @throws InvalidIdempotencyKeyError when it is no text, is empty or has more than 255 characters.
 */
export function checkKey(key: unknown): void {
  if (key === undefined) return;
  if (typeof key !== "string") throw new InvalidIdempotencyKeyError(key, "is not text", LONGEST_KEY);
  if (key.length === 0) throw new InvalidIdempotencyKeyError(key, "is empty", LONGEST_KEY);
  if (key.length <= LONGEST_KEY) return;
  throw new InvalidIdempotencyKeyError(key, `has ${key.length} characters`, LONGEST_KEY);
}
