// Builds enumerations from arrays, numbers, records and files. A builder knows the saved cursor, so nobody forgets it.
import { csvRows, type CsvOptions, type CsvSource } from "./csv.ts";
import { type Enumeration, indexFrom, type Pair, type Source, Throttled } from "./enumeration.ts";
import { EnumerationError } from "./errors.ts";
import type { Json } from "./json.ts";
import { type Level, nested } from "./nested.ts";
import { FanOut, readSlice, sliceOf, withinSlice } from "./parallel.ts";

/** How many rows a batch holds when nothing else is said: as job-iteration. */
const defaultBatchSize = 100;

export interface RecordOptions<Row, Key extends Json> {
  /** The key of a row, which its source sorts by. It must be unique. Default: `row.id`. */
  readonly key?: (row: Row) => Key;
}

export interface BatchOptions<Row, Key extends Json> extends RecordOptions<Row, Key> {
  /** Rows a batch. Default: 100. */
  readonly size?: number;
}

/** A batch whose rows are read when it is iterated, and read anew each time. */
export interface Batch<Row, Key extends Json> extends AsyncIterable<Row> {
  readonly keys: readonly Key[];
}

/** Begins enumerations strictly after one cursor. */
export class Enumerate {
  readonly #cursor: Json | undefined;

  constructor(cursor: Json | undefined) {
    this.#cursor = cursor;
  }

  /** The saved cursor; undefined at the first execution. */
  get cursor(): Json | undefined {
    return this.#cursor;
  }

  /** The elements of an array; the cursor is an index, so the array must not change between executions. */
  array<Item>(items: readonly Item[]): Enumeration<Item> {
    if (!Array.isArray(items)) throw new EnumerationError("array needs an array", items);
    const start = (indexFrom(this.#cursor, "array") ?? -1) + 1;
    return pairs(function* () {
      for (let index = start; index < items.length; index += 1) yield [items[index] as Item, index];
    });
  }

  /** The whole numbers from 0 up to, but without, `count`. */
  times(count: number): Enumeration<number> {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new EnumerationError("times needs a whole number of 0 or more", count);
    const start = (indexFrom(this.#cursor, "times") ?? -1) + 1;
    return pairs(function* () {
      for (let index = start; index < count; index += 1) yield [index, index];
    });
  }

  /** One item, the number 0: for a job that has one thing to do. */
  once(): Enumeration<number> {
    return this.times(1);
  }

  /** The rows of a source, one by one. */
  records<Row, Key extends Json = number>(
    source: Source<Row, Key>,
    { key = idOf }: RecordOptions<Row, Key> = {},
  ): Enumeration<Row> {
    const rows = source.after(this.#key<Key>());
    return pairs(async function* () {
      for await (const row of rows) yield [row, key(row)];
    });
  }

  /** The rows of a source in batches; the cursor is the key of the batch's last row, so the size may change. */
  recordBatches<Row, Key extends Json = number>(
    source: Source<Row, Key>,
    { key = idOf, size = defaultBatchSize }: BatchOptions<Row, Key> = {},
  ): Enumeration<readonly Row[]> {
    checkSize(size);
    const rows = source.after(this.#key<Key>());
    return pairs(async function* () {
      for await (const batch of inBatches(rows, size)) yield [batch, key(batch.at(-1) as Row)];
    });
  }

  /** As `recordBatches`, but a batch holds keys only and reads its rows when it is iterated. */
  batchRelations<Row, Key extends Json = number>(
    source: Source<Row, Key>,
    { key = idOf, size = defaultBatchSize }: BatchOptions<Row, Key> = {},
  ): Enumeration<Batch<Row, Key>> {
    checkSize(size);
    let previous = this.#key<Key>();
    return pairs(async function* () {
      for await (const batch of inBatches(source.after(previous), size)) {
        const keys = batch.map(key);
        yield [relation(source, previous, keys, key), keys.at(-1)];
        previous = keys.at(-1);
      }
    });
  }

  /** The rows of a CSV file; the cursor is the row's number, counted from 0 after the header. */
  csv<Row = Record<string, string>>(source: CsvSource, options: CsvOptions = {}): Enumeration<Row> {
    const done = indexFrom(this.#cursor, "csv");
    return pairs(async function* () {
      for await (const [row, index] of csvRows(source, options, done)) yield [row as Row, index];
    });
  }

  /** The rows of a CSV file in batches; the cursor is the number of the batch's last row, so the size may change. */
  csvBatches<Row = Record<string, string>>(
    source: CsvSource,
    { size = defaultBatchSize, ...options }: CsvOptions & { readonly size?: number } = {},
  ): Enumeration<readonly Row[]> {
    checkSize(size);
    const done = indexFrom(this.#cursor, "csvBatches");
    return pairs(async function* () {
      for await (const batch of inBatches(csvRows(source, options, done), size)) {
        yield [batch.map(([row]) => row as Row), batch.at(-1)?.[1]];
      }
    });
  }

  /**
   * Parents, their children, their children's children …; the item is the list of all of them. The cursor names the
   * parent in progress, so that what is left of it is not taken for a part of another parent.
   */
  nested<A, B>(levels: readonly [Level<[], A>, Level<[A], B>]): Enumeration<readonly [A, B]>;
  nested<A, B, C>(levels: readonly [Level<[], A>, Level<[A], B>, Level<[A, B], C>]): Enumeration<readonly [A, B, C]>;
  nested(levels: readonly Level<never, unknown>[]): Enumeration<readonly unknown[]>;
  nested(levels: readonly Level<never, unknown>[]): Enumeration<readonly unknown[]> {
    return nested(levels, this.#cursor, (cursor) => new Enumerate(cursor));
  }

  /**
   * Splits the work over several jobs of the same kind. It must be the outermost enumeration.
   *
   * @param instances how many jobs; those that are under way keep the number with which they began
   * @param build what one of them goes through
   */
  parallel<Item>(
    instances: number,
    build: (
      enumerate: Enumerate,
      slice: { readonly instance: number; readonly instances: number },
    ) => Enumeration<Item>,
  ): Enumeration<Item> | FanOut {
    const slice = readSlice(this.#cursor);
    return slice ? withinSlice(build(new Enumerate(slice.inner), slice), slice) : new FanOut(instances);
  }

  /** The elements of an array, split over several jobs. */
  parallelArray<Item>(items: readonly Item[], instances: number): Enumeration<Item> | FanOut {
    return this.parallel(instances, (enumerate, slice) => enumerate.array(sliceOf(items, slice)));
  }

  /**
   * Asks before each item whether to go on; when not, the job goes back to the queue for `backoffMs` milliseconds.
   */
  throttle<Item>(
    enumeration: Enumeration<Item>,
    { when, backoffMs }: { readonly when: () => boolean | Promise<boolean>; readonly backoffMs: number },
  ): Enumeration<Item> {
    return pairs(async function* () {
      for await (const pair of enumeration) {
        if (await when()) yield new Throttled(backoffMs);
        yield pair;
      }
    });
  }

  /** Anything else: `after` receives the cursor and yields items strictly after it, each with its own cursor. */
  custom<Item, Cursor extends Json>(
    after: (cursor: Cursor | undefined) => AsyncIterable<readonly [Item, Cursor]> | Iterable<readonly [Item, Cursor]>,
  ): Enumeration<Item> {
    const items = after(this.#cursor as Cursor | undefined);
    return pairs(async function* () {
      yield* items;
    });
  }

  #key<Key extends Json>(): Key | undefined {
    return (this.#cursor ?? undefined) as Key | undefined;
  }
}

function pairs<Item>(generate: () => Iterable<Pair<Item>> | AsyncIterable<Pair<Item>>): Enumeration<Item> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* generate();
    },
  };
}

async function* inBatches<Row>(rows: AsyncIterable<Row>, size: number): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function relation<Row, Key extends Json>(
  source: Source<Row, Key>,
  previous: Key | undefined,
  keys: readonly Key[],
  key: (row: Row) => Key,
): Batch<Row, Key> {
  const members = new Set(keys.map((one) => JSON.stringify(one)));
  const last = JSON.stringify(keys.at(-1));
  return {
    keys,
    async *[Symbol.asyncIterator]() {
      for await (const row of source.after(previous)) {
        const place = JSON.stringify(key(row));
        if (members.has(place)) yield row;
        if (place === last) return;
      }
    },
  };
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 1) throw new EnumerationError("a batch needs a size of 1 or more", size);
}

const idOf = (row: unknown): never => (row as { readonly id: never }).id;
