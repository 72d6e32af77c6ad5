// Rows of one kind, kept sorted by id so that any page is found by binary search.
import { InvalidRowError, RowNotFoundError } from "./errors.ts";
import { shownValue } from "./shown-value.ts";

export interface Identified {
  readonly id: number;
}

export class Table<Row extends Identified> {
  readonly noun: string;
  #rows: Row[];
  /** Whether a fork reads the same array: then it is copied before the first change. */
  #shared = false;

  /**
   * Copies the rows, sorts them by id and freezes each.
   *
   * @param noun what one row is called in messages: "order".
   * @param rows in any order; the caller's array and objects are left as they are.
   * @throws InvalidRowError when an id is no positive whole number, or two rows have the same one.
   */
  constructor(noun: string, rows: readonly Row[]) {
    this.noun = noun;
    this.#rows = rows.map(frozen);
    for (const row of this.#rows) checkId(noun, row);
    if (!this.#rows.every(comesAfterItsNeighbour)) this.#rows.sort((a, b) => a.id - b.id);
    for (let i = 1; i < this.#rows.length; i++) {
      const row = this.#rows[i]!;
      if (row.id === this.#rows[i - 1]!.id) throw duplicate(noun, row);
    }
  }

  /** The rows as they are now, in ascending id order. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /**
   * Reads one page.
   *
   * @param from the lowest id that may be on the page; -Infinity for the start.
   * @param limit most rows to return; Infinity for all.
   * @param keep which rows belong to the list; all when left out.
   * @returns the rows, in ascending id order.
   */
  page(from: number, limit: number, keep?: (row: Row) => boolean): Row[] {
    const start = this.#placeOf(from);
    if (keep === undefined) return this.#rows.slice(start, start + limit);
    const page: Row[] = [];
    for (let i = start; i < this.#rows.length && page.length < limit; i++) {
      const row = this.#rows[i]!;
      if (keep(row)) page.push(row);
    }
    return page;
  }

  /** Another table with the same rows. It costs the same however many they are; neither sees what the other changes. */
  fork(): Table<Row> {
    return this.shareRowsWith(new Table<Row>(this.noun, []));
  }

  /** Lets an empty table read the rows of this one, until either of them changes. */
  protected shareRowsWith<Fork extends Table<Row>>(fork: Fork): Fork {
    fork.#rows = this.#rows;
    fork.#shared = true;
    this.#shared = true;
    return fork;
  }

  /** The row with this id, or undefined. */
  get(id: number): Row | undefined {
    const row = this.#rows[this.#placeOf(id)];
    return row?.id === id ? row : undefined;
  }

  /**
   * The row with this id.
   *
   * @throws RowNotFoundError when there is none.
   */
  find(id: number): Row {
    const row = this.get(id);
    if (row === undefined) throw new RowNotFoundError(this.noun, id);
    return row;
  }

  /**
   * Adds a row at its place in the id order.
   *
   * @throws InvalidRowError when its id is no positive whole number or is taken.
   */
  add(row: Row): void {
    checkId(this.noun, row);
    if (this.get(row.id) !== undefined) throw duplicate(this.noun, row);
    this.#own().splice(this.#placeOf(row.id), 0, frozen(row));
  }

  /**
   * Puts a row in the place of the one with the same id.
   *
   * @throws RowNotFoundError when there is none.
   */
  replace(row: Row): void {
    this.find(row.id);
    this.#own()[this.#placeOf(row.id)] = frozen(row);
  }

  /**
   * Takes a row out.
   *
   * @throws RowNotFoundError when there is none.
   */
  remove(id: number): void {
    this.find(id);
    this.#own().splice(this.#placeOf(id), 1);
  }

  /** The rows as an array that may be changed. */
  #own(): Row[] {
    if (this.#shared) this.#rows = [...this.#rows];
    this.#shared = false;
    return this.#rows;
  }

  /** Index of the first row whose id is not below this one; the number of rows when there is none. */
  #placeOf(id: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rows[middle]!.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

// A row that is frozen already is shared: opening a shop on the rows of another then copies no row.
function frozen<Row extends Identified>(row: Row): Row {
  return Object.isFrozen(row) ? row : Object.freeze({ ...row });
}

function comesAfterItsNeighbour(row: Identified, index: number, rows: readonly Identified[]): boolean {
  return index === 0 || row.id > rows[index - 1]!.id;
}

function checkId(noun: string, row: Identified): void {
  if (Number.isSafeInteger(row.id) && row.id >= 1) return;
  throw new InvalidRowError(
    row,
    `The ${noun} ${shownValue(row)} has the id ${shownValue(row.id)}. Give it a positive whole number.`,
  );
}

function duplicate(noun: string, row: Identified): InvalidRowError {
  return new InvalidRowError(row, `There is more than one ${noun} with the id ${row.id}. Give each its own id.`);
}
