// A list that is read while one walks it: page by page, in ascending id order, from any id.
import type { Reading } from "./outside.ts";
import { shownValue } from "./shown-value.ts";
import type { Identified } from "./table.ts";

/**
 * Rows in ascending id order. Reading begins anew with every loop.
 *
 *     for await (const order of shop.orders.pending().after(cursor)) { … }
 *
 * The rows of a page are as they were when the page was read; a row that changes after that is seen when it is read again.
 */
export interface Lookup<Row> extends AsyncIterable<Row> {
  /**
   * The same list, beginning strictly after an id: where to go on when the cursor is the last thing done.
   * A list has one beginning: the last `after` or `from` counts.
   *
   * @param id the id of the last row that is not wanted; undefined for the start.
   * @throws TypeError when the id is no number, RangeError when it is no whole number.
   */
  after(id?: number): Lookup<Row>;
  /**
   * The same list, beginning with an id: where to go on when the cursor is the next thing to do.
   *
   * @param id the lowest id wanted; undefined for the start.
   * @throws TypeError when the id is no number, RangeError when it is no whole number.
   */
  from(id?: number): Lookup<Row>;
  /** The row with the lowest id, or undefined when the list is empty. */
  first(): Promise<Row | undefined>;
  /** All rows, read at once. */
  toArray(): Promise<Row[]>;
  /** How many rows there are now. */
  count(): Promise<number>;
}

// job-iteration reads 100 rows at a time too, and the quick shop's 500 recipients then cross four page edges.
export const DEFAULT_PAGE_SIZE = 100;

/** Reads at most `limit` rows whose id is not below `from`, in ascending id order. */
export type ReadPage<Row> = (from: number, limit: number) => Row[];

export class PagedLookup<Row extends Identified> implements Lookup<Row> {
  readonly #list: string;
  readonly #read: ReadPage<Row>;
  readonly #pageSize: number;
  readonly #reading: Reading | undefined;
  readonly #from: number;

  /**
   * @param list what the list is called: "orders".
   * @param read reads one page.
   * @param pageSize rows in a page, at least 1.
   * @param reading told before each page; nobody when left out.
   * @param from the lowest id of the list; the start when left out.
   */
  constructor(list: string, read: ReadPage<Row>, pageSize: number, reading?: Reading, from = -Infinity) {
    this.#list = list;
    this.#read = read;
    this.#pageSize = pageSize;
    this.#reading = reading;
    this.#from = from;
  }

  after(id?: number): Lookup<Row> {
    // Ids are whole numbers, so "strictly after 7" is "from 8": one kind of beginning is enough.
    return this.#beginningAt(id === undefined ? -Infinity : checkedId("after", id) + 1);
  }

  from(id?: number): Lookup<Row> {
    return this.#beginningAt(id === undefined ? -Infinity : checkedId("from", id));
  }

  async first(): Promise<Row | undefined> {
    await this.#reading?.(this.#list);
    const row = this.#read(this.#from, 1)[0];
    return row && Object.freeze({ ...row });
  }

  async toArray(): Promise<Row[]> {
    await this.#reading?.(this.#list);
    return this.#read(this.#from, Infinity);
  }

  async count(): Promise<number> {
    await this.#reading?.(this.#list);
    return this.#read(this.#from, Infinity).length;
  }

  [Symbol.asyncIterator](): AsyncIterator<Row, undefined> {
    return new PageIterator(this.#list, this.#read, this.#pageSize, this.#reading, this.#from);
  }

  #beginningAt(from: number): Lookup<Row> {
    return new PagedLookup(this.#list, this.#read, this.#pageSize, this.#reading, from);
  }
}

// Written out because an async generator awaits each row before it yields it, which takes twice as long: a job may read a
// million rows.
class PageIterator<Row extends Identified> implements AsyncIterator<Row, undefined> {
  readonly #list: string;
  readonly #read: ReadPage<Row>;
  readonly #pageSize: number;
  readonly #reading: Reading | undefined;
  #from: number;
  #page: Row[] = [];
  #index = 0;
  #isLastPage = false;

  constructor(list: string, read: ReadPage<Row>, pageSize: number, reading: Reading | undefined, from: number) {
    this.#list = list;
    this.#read = read;
    this.#pageSize = pageSize;
    this.#reading = reading;
    this.#from = from;
  }

  async next(): Promise<IteratorResult<Row, undefined>> {
    if (this.#index === this.#page.length && !this.#isLastPage) {
      const dead = this.#reading?.(this.#list);
      if (dead) await dead;
      this.#turnPage();
    }
    const row = this.#page[this.#index];
    if (row === undefined) return { done: true, value: undefined };
    this.#index++;
    return { done: false, value: row };
  }

  #turnPage(): void {
    this.#page = this.#read(this.#from, this.#pageSize);
    this.#index = 0;
    this.#isLastPage = this.#page.length < this.#pageSize;
    // The next page begins after the last id seen, not after a number of rows: rows may have left the list by then.
    const last = this.#page.at(-1);
    if (last !== undefined) this.#from = last.id + 1;
  }
}

function checkedId(method: string, id: unknown): number {
  const mend = "Pass the id of a row, a whole number, or nothing to begin at the start.";
  if (typeof id !== "number") throw new TypeError(`${method}(${shownValue(id)}) is not given a number. ${mend}`);
  if (!Number.isSafeInteger(id))
    throw new RangeError(`${method}(${shownValue(id)}) is not given a whole number. ${mend}`);
  return id;
}
