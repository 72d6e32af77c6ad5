// Builds enumerations from arrays, numbers, records and files. A builder knows the saved cursor, so nobody forgets it.
import { checkSource as checkCsv, csvRows, type CsvOptions, type CsvSource } from "./csv.ts";
import { type Enumeration, enumerationOf, indexFrom, type Source } from "./enumeration.ts";
import { CursorBeyondEndError, EnumerationError } from "./iteration-errors.ts";
import type { Json } from "../json.ts";
import { type AnyLevel, type Level, nested, type NestedCursor } from "./nested.ts";
import { FanOut, readSlice, type Slice, sliceOf, withinSlice } from "./parallel.ts";
import * as rows from "./records.ts";
import { throttle, type ThrottleOptions } from "./throttle.ts";

/**
 * Begins enumerations strictly after one cursor.
 *
 * @example
 * build: ({ day }: { day: string }, enumerate, _job, shop: Shop) => enumerate.records(shop.orders.pending({ day })),
 */
export class Enumerate {
  readonly #cursor: Json | undefined;

  constructor(cursor: Json | undefined) {
    this.#cursor = cursor;
  }

  /** The saved cursor; undefined at the first execution. */
  get cursor(): Json | undefined {
    return this.#cursor;
  }

  /** The elements of an array; the cursor is an index, so the array may grow at its end and must not change otherwise. */
  array<Item>(items: readonly Item[]): Enumeration<Item, number> {
    if (!Array.isArray(items)) {
      throw new EnumerationError("array needs an array", items, "A list that is read page by page goes to `records`.");
    }
    const start = this.#next("array", items.length);
    return enumerationOf(async function* () {
      for (let index = start; index < items.length; index += 1) yield [items[index] as Item, index];
    });
  }

  /** The whole numbers from 0 up to, but without, `count`. */
  times(count: number): Enumeration<number, number> {
    if (!Number.isSafeInteger(count) || count < 0) {
      const mend = "Give the number of items, such as 10.";
      throw new EnumerationError("times needs a whole number of 0 or more", count, mend);
    }
    const start = this.#next("times", count);
    return enumerationOf(async function* () {
      for (let index = start; index < count; index += 1) yield [index, index];
    });
  }

  /** One item, the number 0: for a job that has one thing to do. */
  once(): Enumeration<number, number> {
    return this.times(1);
  }

  /** The rows of a source, one by one; the cursor is the row's key. */
  records<Key extends Json, Row extends rows.Identified<Key>>(source: Source<Row, Key>): Enumeration<Row, Key>;
  records<Row, Key extends Json>(
    source: Source<Row, Key>,
    options: rows.RecordOptions<Row, Key>,
  ): Enumeration<Row, Key>;
  records(source: Source<unknown, Json>, options?: rows.RecordOptions<unknown, Json>): Enumeration<unknown> {
    return rows.records(source, options?.key ?? idOf, this.#key);
  }

  /** The rows of a source in batches; the cursor is the key of the batch's last row, so the size may change. */
  recordBatches<Key extends Json, Row extends rows.Identified<Key>>(
    source: Source<Row, Key>,
    options?: rows.BatchOptions,
  ): Enumeration<readonly Row[], Key>;
  recordBatches<Row, Key extends Json>(
    source: Source<Row, Key>,
    options: rows.BatchOptions & rows.RecordOptions<Row, Key>,
  ): Enumeration<readonly Row[], Key>;
  recordBatches(source: Source<unknown, Json>, options: AnyOptions = {}): Enumeration<readonly unknown[]> {
    return rows.recordBatches(source, options.key ?? idOf, this.#key, options.size);
  }

  /** As `recordBatches`, but a batch holds keys only and reads its rows when it is iterated. */
  batchRelations<Key extends Json, Row extends rows.Identified<Key>>(
    source: Source<Row, Key>,
    options?: rows.BatchOptions,
  ): Enumeration<rows.Batch<Row, Key>, Key>;
  batchRelations<Row, Key extends Json>(
    source: Source<Row, Key>,
    options: rows.BatchOptions & rows.RecordOptions<Row, Key>,
  ): Enumeration<rows.Batch<Row, Key>, Key>;
  batchRelations(source: Source<unknown, Json>, options: AnyOptions = {}): Enumeration<rows.Batch<unknown, Json>> {
    return rows.batchRelations(source, options.key ?? idOf, this.#key, options.size);
  }

  /** The rows of a CSV text or stream; the cursor is the row's number, counted from 0 after the header. */
  csv<Row = Record<string, string>>(source: CsvSource, options: CsvOptions = {}): Enumeration<Row, number> {
    checkCsv(source);
    const done = indexFrom(this.#cursor, "csv");
    return enumerationOf(() => csvRows<Row>(source, options, done));
  }

  /** The rows of a CSV text or stream in batches; the cursor is the number of the last row, so the size may change. */
  csvBatches<Row = Record<string, string>>(
    source: CsvSource,
    { size, ...options }: CsvOptions & rows.BatchOptions = {},
  ): Enumeration<readonly Row[], number> {
    checkCsv(source);
    const done = indexFrom(this.#cursor, "csvBatches");
    return rows.batchesOf(() => csvRows<Row>(source, options, done), size);
  }

  /**
   * Parents, their children, their children's children …; the item is the list of all of them. Every level's cursor should
   * name its item, as `records` does: then parents and children may come and go while the job waits.
   *
   * @example
   * enumerate.nested([
   *   (customers) => customers.records(shop.customers),
   *   (orders, customer) => orders.records(shop.orders.of(customer)),
   * ])
   */
  nested<A>(levels: readonly [Level<[], A>]): Enumeration<readonly [A], NestedCursor>;
  nested<A, B>(levels: readonly [Level<[], A>, Level<[A], B>]): Enumeration<readonly [A, B], NestedCursor>;
  nested<A, B, C>(
    levels: readonly [Level<[], A>, Level<[A], B>, Level<[A, B], C>],
  ): Enumeration<readonly [A, B, C], NestedCursor>;
  nested<A, B, C, D>(
    levels: readonly [Level<[], A>, Level<[A], B>, Level<[A, B], C>, Level<[A, B, C], D>],
  ): Enumeration<readonly [A, B, C, D], NestedCursor>;
  nested(levels: readonly AnyLevel[]): Enumeration<readonly unknown[], NestedCursor>;
  nested(levels: readonly AnyLevel[]): Enumeration<readonly unknown[], NestedCursor> {
    return nested(levels, this.#cursor, (cursor) => new Enumerate(cursor));
  }

  /**
   * Splits the work over several jobs of the same kind. It must be the outermost enumeration. Callbacks run in each of
   * these jobs, and not in the one that splits; nothing tells when the last of them is done.
   *
   * @param instances how many jobs; those that are under way keep the number with which they began
   * @param build what one of them goes through; what all of them build together must be everything
   */
  parallel<Item>(
    instances: number,
    build: (enumerate: Enumerate, slice: Slice) => Enumeration<Item>,
  ): Enumeration<Item, Slice> | FanOut {
    const slice = readSlice(this.#cursor);
    return slice ? withinSlice(build(new Enumerate(slice.inner), slice), slice) : new FanOut(instances);
  }

  /** The elements of an array, split over several jobs. */
  parallelArray<Item>(items: readonly Item[], instances: number): Enumeration<Item, Slice> | FanOut {
    return this.parallel(instances, (enumerate, slice) => enumerate.array(sliceOf(items, slice)));
  }

  /**
   * Asks before each item whether to go on; when not, the job goes back to the queue for `backoffMs` milliseconds. That
   * uses up neither `maxResumptions` nor retries.
   *
   * @example enumerate.throttle(enumerate.records(orders), { when: () => api.isBusy(), backoffMs: seconds(30) })
   */
  throttle<Item, Cursor extends Json>(
    enumeration: Enumeration<Item, Cursor>,
    options: ThrottleOptions,
  ): Enumeration<Item, Cursor> {
    return throttle(enumeration, options);
  }

  /**
   * Anything else: `after` receives the cursor and yields items strictly after it, each with its own cursor.
   *
   * @example
   * enumerate.custom(async function* (page: number | undefined) {
   *   for await (const next of api.pages({ after: page })) yield [next.orders, next.number] as const;
   * })
   */
  custom<Item, Cursor extends Json>(
    after: (cursor: Cursor | undefined) => AsyncIterable<readonly [Item, Cursor]> | Iterable<readonly [Item, Cursor]>,
  ): Enumeration<Item, Cursor> {
    if (typeof after !== "function") {
      const mend = "Give `async function* (cursor) { … yield [item, itsCursor]; }`.";
      throw new EnumerationError("custom needs a function of the cursor", after, mend);
    }
    const cursor = this.#key as Cursor | undefined;
    return enumerationOf(async function* () {
      yield* after(cursor);
    });
  }

  /** A cursor of null is none: the source keeps its place itself. */
  get #key(): Json | undefined {
    return this.#cursor ?? undefined;
  }

  #next(enumeration: string, size: number): number {
    const next = (indexFrom(this.#cursor, enumeration) ?? -1) + 1;
    if (next > size) throw new CursorBeyondEndError(enumeration, next, size);
    return next;
  }
}

type AnyOptions = rows.BatchOptions & Partial<rows.RecordOptions<unknown, Json>>;

const idOf = (row: unknown): Json => (row as rows.Identified<Json>).id;
