// Rows of a source, one by one or in batches; the cursor is a row's key, so rows may come and go meanwhile.
import { type Enumeration, enumerationOf, type Source } from "./enumeration.ts";
import { EnumerationError, KeyOrderError } from "./iteration-errors.ts";
import { type Json, sameJson } from "../json.ts";

/** How many rows a batch holds when nothing else is said: as job-iteration. */
const defaultBatchSize = 100;

/** A row with the key that most tables have. */
export interface Identified<Key extends Json> {
  readonly id: Key;
}

export interface RecordOptions<Row, Key extends Json> {
  /** The key of a row, which its source sorts by. It must be unique. Default: `row.id`. */
  readonly key: (row: Row) => Key;
}

export interface BatchOptions {
  /** Rows a batch. Default: 100. It may change between executions: the cursor is the key of the batch's last row. */
  readonly size?: number;
}

/** A batch that knows its keys only; its rows are read when it is iterated, and read anew each time. */
export interface Batch<Row, Key extends Json> extends AsyncIterable<Row> {
  readonly keys: readonly Key[];
}

type Keyed<Row, Key> = readonly [row: Row, key: Key];

/** The rows of a source after a key, one by one. */
export function records<Row, Key extends Json>(
  source: Source<Row, Key>,
  key: (row: Row) => Key,
  after: Key | undefined,
): Enumeration<Row, Key> {
  checkSource(source);
  return enumerationOf(() => inOrder(source.after(after), key, after));
}

/** The rows of a source after a key, so many at a time. */
export function recordBatches<Row, Key extends Json>(
  source: Source<Row, Key>,
  key: (row: Row) => Key,
  after: Key | undefined,
  size?: number,
): Enumeration<readonly Row[], Key> {
  checkSource(source);
  return batchesOf(() => inOrder(source.after(after), key, after), size);
}

/** The keys of a source after a key, so many at a time, each batch with a way to read its rows. */
export function batchRelations<Row, Key extends Json>(
  source: Source<Row, Key>,
  key: (row: Row) => Key,
  after: Key | undefined,
  size = defaultBatchSize,
): Enumeration<Batch<Row, Key>, Key> {
  checkSource(source);
  checkSize(size);
  return enumerationOf(async function* () {
    let previous = after;
    for await (const batch of inBatches(inOrder(source.after(after), key, after), size)) {
      const keys = batch.map(([, one]) => one);
      yield [relation(source, key, previous, keys), lastKey(batch)];
      previous = lastKey(batch);
    }
  });
}

/** Batches of whatever comes with its cursor; the cursor of a batch is that of its last member. */
export function batchesOf<Row, Cursor extends Json>(
  generate: () => AsyncGenerator<Keyed<Row, Cursor>>,
  size = defaultBatchSize,
): Enumeration<readonly Row[], Cursor> {
  checkSize(size);
  return enumerationOf(async function* () {
    for await (const batch of inBatches(generate(), size)) yield [batch.map(([row]) => row), lastKey(batch)];
  });
}

function checkSize(size: number): void {
  if (Number.isSafeInteger(size) && size >= 1) return;
  throw new EnumerationError("a batch needs a size, a whole number of 1 or more", size, "Give `{ size: 100 }`.");
}

/** Puts values that come one by one into arrays of one size; the last one may be shorter. */
async function* inBatches<Value>(values: AsyncIterable<Value>, size: number): AsyncGenerator<readonly Value[]> {
  let batch: Value[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The rows with their keys. A key that does not move on is refused: uninterrupted all would go well, and resumed not. */
async function* inOrder<Row, Key extends Json>(
  rows: AsyncIterable<Row>,
  keyOf: (row: Row) => Key,
  after: Key | undefined,
): AsyncGenerator<Keyed<Row, Key>> {
  let previous = after;
  for await (const row of rows) {
    const key = keyOf(row);
    if (key === undefined || key === null) throw new EnumerationError("each row needs a key", key, keyMend);
    if (previous !== undefined && !movesOn(previous, key)) throw new KeyOrderError(key, previous);
    yield [row, key];
    previous = key;
  }
}

const keyMend = "Rows without an `id` need `{ key: (row) => … }`: a unique value that the source sorts by.";

/** Only numbers are compared in full: how text is sorted is the source's affair. */
const movesOn = (previous: Json, key: Json): boolean =>
  typeof previous === "number" && typeof key === "number" ? key > previous : !sameJson(previous, key);

function relation<Row, Key extends Json>(
  source: Source<Row, Key>,
  keyOf: (row: Row) => Key,
  previous: Key | undefined,
  keys: readonly Key[],
): Batch<Row, Key> {
  return {
    keys,
    async *[Symbol.asyncIterator]() {
      const wanted = new Set(keys.map((key) => JSON.stringify(key)));
      const last = keys.at(-1);
      for await (const row of source.after(previous)) {
        const key = keyOf(row);
        if (wanted.delete(JSON.stringify(key))) yield row;
        // Some rows may be gone, the last one too: then the end is where a number passes it.
        const isPast = typeof key === "number" && typeof last === "number" && key >= last;
        if (isPast || wanted.size === 0) return;
      }
    },
  };
}

const lastKey = <Row, Key>(batch: readonly Keyed<Row, Key>[]): Key => (batch.at(-1) as Keyed<Row, Key>)[1];

function checkSource(source: unknown): void {
  if (typeof source === "object" && source !== null && "after" in source && typeof source.after === "function") return;
  throw new EnumerationError(
    "a source needs a method `after(key)`",
    source,
    "Give the list itself, such as `shop.orders.pending()`; an array goes to `enumerate.array(…)`.",
  );
}
