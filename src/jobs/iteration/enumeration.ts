// What an iteration goes through: items, each with the cursor that is saved when the item is done.
import { CursorShapeError, EnumerationError } from "./iteration-errors.ts";
import type { Json } from "../json.ts";

/** No item: only a cursor to save and a moment to stop at, as between two empty parents of a nested enumeration. */
export const noItem = Symbol("no item");

/** The items are not to be touched for now: the job goes back to the queue and waits. */
export class Throttled {
  /** Milliseconds. */
  readonly backoffMs: number;

  /** @throws EnumerationError when this is no number of milliseconds */
  constructor(backoffMs: number) {
    if (!(Number.isFinite(backoffMs) && backoffMs >= 0)) {
      const need = "new Throttled(…) needs milliseconds, a finite number of 0 or more";
      throw new EnumerationError(need, backoffMs, "Write `new Throttled(seconds(30))`.");
    }
    this.backoffMs = backoffMs;
  }
}

/**
 * An item and the cursor that says "everything up to this item is done". The cursor is null when the source itself keeps
 * the place, as a list from which each item is taken.
 */
export type Pair<Item, Cursor extends Json = Json> = readonly [item: Item | typeof noItem, cursor: Cursor] | Throttled;

/** Items in a fixed order; built anew by each execution, beginning strictly after the saved cursor. */
export interface Enumeration<Item, Cursor extends Json = Json> {
  [Symbol.asyncIterator](): AsyncIterator<Pair<Item, Cursor>>;
}

/** Something that can be read from a place on: `shop.orders.pending()`, a table, an API. */
export interface Source<Row, Key extends Json = number> {
  /** The rows strictly after a key, in ascending order; all of them when it is undefined. */
  after(key?: Key): AsyncIterable<Row>;
}

/** Makes an enumeration of a generator; reading begins anew with every loop. */
export function enumerationOf<Item, Cursor extends Json>(
  generate: () => AsyncGenerator<Pair<Item, Cursor>>,
): Enumeration<Item, Cursor> {
  return { [Symbol.asyncIterator]: generate };
}

/** @throws EnumerationError when a value cannot be gone through as an enumeration */
export function checkEnumeration(value: unknown, whose: string): void {
  if (typeof value === "object" && value !== null && Symbol.asyncIterator in value) return;
  throw new EnumerationError(
    `${whose} must be an enumeration`,
    value,
    "Build it with `enumerate.array(…)`, `.records(…)`, `.nested(…)` …, or yield [item, cursor] from an async generator.",
  );
}

/** Reads a whole number of 0 or more out of a saved cursor, or says what is wrong with it. */
export function indexFrom(cursor: Json | undefined, enumeration: string): number | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  if (typeof cursor === "number" && Number.isSafeInteger(cursor) && cursor >= 0) return cursor;
  throw new CursorShapeError(enumeration, "a whole number", cursor);
}
