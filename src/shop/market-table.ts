// The orders that are listed at the marketplace, by minute and reference.
import { InvalidRowError, RowNotFoundError } from "./errors.ts";
import type { MarketPosition } from "./marketplace.ts";
import type { MarketOrder } from "./rows.ts";
import { shownValue } from "./shown-value.ts";

export class MarketTable {
  // Never changed, only replaced: whoever walks through it, and each fork, keeps what it has.
  #rows: readonly MarketOrder[];

  private constructor(rows: readonly MarketOrder[]) {
    this.#rows = rows;
  }

  /**
   * Copies the rows and puts them into the order of the list.
   *
   * @throws InvalidRowError when a row has a wrong value, or two rows have the same reference.
   */
  static of(rows: readonly MarketOrder[]): MarketTable {
    const taken = new Set<string>();
    for (const row of rows) {
      check(row);
      if (taken.has(row.reference)) throw duplicate(row);
      taken.add(row.reference);
    }
    return new MarketTable(rows.map(frozen).toSorted(comparePlaces));
  }

  /** The rows as they are now, in the order of the list. */
  get rows(): readonly MarketOrder[] {
    return this.#rows;
  }

  /** Another table with the same rows. It costs the same however many they are; neither sees what the other changes. */
  fork(): MarketTable {
    return new MarketTable(this.#rows);
  }

  /** @throws InvalidRowError when a value is wrong or the reference is taken. */
  add(row: MarketOrder): void {
    check(row);
    if (this.#rows.some(({ reference }) => reference === row.reference)) throw duplicate(row);
    this.#rows = [...this.#rows, frozen(row)].toSorted(comparePlaces);
  }

  /** @throws RowNotFoundError when there is no such row. */
  remove(reference: string): void {
    const others = this.#rows.filter((row) => row.reference !== reference);
    if (others.length === this.#rows.length) throw new RowNotFoundError("market order", reference, "reference");
    this.#rows = others;
  }
}

/** As the marketplace's database compares text: "10" comes before "9". */
export function comparePlaces(one: MarketPosition, other: MarketPosition): number {
  return compareText(one.placedAt, other.placedAt) || compareReferences(one.reference, other.reference);
}

// A position without a reference stands for the whole minute: every row of that minute is in the same place.
const compareReferences = (one: string | undefined, other: string | undefined): number =>
  one === undefined || other === undefined ? 0 : compareText(one, other);

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const frozen = (row: MarketOrder): MarketOrder => (Object.isFrozen(row) ? row : Object.freeze({ ...row }));

function check(row: MarketOrder): void {
  const { reference, placedAt, totalCents } = row;
  if (typeof reference !== "string" || reference === "") {
    throw refusal(row, `the reference ${shownValue(reference)}`, `Give it a text, such as "B-10"`);
  }
  if (typeof placedAt !== "string" || !/^\d{2}:\d{2}$/.test(placedAt)) {
    throw refusal(row, `the minute ${shownValue(placedAt)}`, `Write placedAt as "14:02"`);
  }
  if (!Number.isSafeInteger(totalCents) || totalCents < 0) {
    throw refusal(row, `the total ${shownValue(totalCents)}`, "Give totalCents as a whole number of cents, 0 or more");
  }
}

const refusal = (row: MarketOrder, problem: string, mend: string): InvalidRowError =>
  new InvalidRowError(row, `Market order ${shownValue(row.reference)} has ${problem}. ${mend}.`);

function duplicate(row: MarketOrder): InvalidRowError {
  const { reference } = row;
  return new InvalidRowError(
    row,
    `There is more than one market order with the reference ${shownValue(reference)}. Give each its own reference.`,
  );
}
