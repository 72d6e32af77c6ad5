// What an iteration goes through: items, each with the cursor that is saved when the item is done.
import { CursorShapeError } from "./errors.ts";
import type { Json } from "./json.ts";

/** No item: only a cursor to save and a moment to stop at, as between two empty parents of a nested enumeration. */
export const noItem = Symbol("no item");

/** The items are not to be touched for now: the job goes back to the queue and waits. */
export class Throttled {
  /** Milliseconds. */
  readonly backoffMs: number;

  constructor(backoffMs: number) {
    this.backoffMs = backoffMs;
  }
}

/** An item and the cursor that says "everything up to this item is done". */
export type Pair<Item> = readonly [item: Item | typeof noItem, cursor: Json | undefined] | Throttled;

/** Items in a fixed order; built anew by each execution, beginning strictly after the saved cursor. */
export interface Enumeration<Item> {
  [Symbol.asyncIterator](): AsyncIterator<Pair<Item>>;
}

/** Something that can be read from a place on: `shop.orders.pending()`, a table, an API. */
export interface Source<Row, Key extends Json = number> {
  /** The rows strictly after a key, in ascending order; all of them when it is undefined. */
  after(key?: Key): AsyncIterable<Row>;
}

/** Reads a whole number of 0 or more out of a saved cursor, or says what is wrong with it. */
export function indexFrom(cursor: Json | undefined, enumeration: string): number | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  if (typeof cursor === "number" && Number.isSafeInteger(cursor) && cursor >= 0) return cursor;
  throw new CursorShapeError(enumeration, "a whole number", cursor);
}
