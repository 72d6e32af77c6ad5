// The marketplace: orders that customers placed elsewhere, and the service that books them for our shop.
import { InvalidRequestError } from "./errors.ts";
import type { RequestOptions } from "./idempotency-key.ts";
import { comparePlaces, type MarketTable } from "./market-table.ts";
import type { Outside, Reading } from "./outside.ts";
import type { MarketOrder } from "./rows.ts";
import type { Answer, Service } from "./service.ts";

export interface Booking {
  readonly reference: string;
  readonly totalCents: number;
}

export type Booked = Answer<Booking>;

/** A place in the list of market orders: a minute, and within that minute a reference. A type, so that it is a cursor. */
export type MarketPosition = {
  /** "14:02" */
  readonly placedAt: string;
  /** Left out, the position stands for the whole minute. */
  readonly reference?: string;
};

/**
 * Market orders by the minute in which they were placed, and within a minute by their reference, compared as text. The list is
 * read at once when a loop begins; who wants to see what has changed since reads it again.
 */
export interface MarketOrders extends AsyncIterable<MarketOrder> {
  /** The same list, beginning strictly after a position; undefined for the start. */
  after(position?: MarketPosition): MarketOrders;
  /** The same list, beginning at a position; undefined for the start. */
  from(position?: MarketPosition): MarketOrders;
}

export interface Marketplace {
  /** The orders that were placed at the marketplace, the oldest first. */
  orders(): MarketOrders;
  /**
   * Books a market order for our shop. In the ledger it is called `book <reference>`.
   *
   * @param order its reference and total go to the marketplace.
   * @param options `key`: the idempotency key; without one, every call books.
   * @returns the booking; for a repeat with the same key, the first one.
   * @throws InvalidRequestError when the reference or the total is missing.
   * @throws InvalidIdempotencyKeyError when the key is empty or too long.
   * @throws IdempotencyKeyReusedError when the key was used for another order.
   */
  book(order: Booking, options?: RequestOptions): Promise<Booked>;
}

/** The marketplace of one process: its list, and its service as seen across `outside`. */
export class MarketplaceAcross implements Marketplace {
  readonly #table: MarketTable;
  readonly #service: Service<Booking>;
  readonly #outside: Outside;
  readonly #reading: Reading | undefined;

  /** @param reading told before rows are read; nobody when left out */
  constructor(table: MarketTable, service: Service<Booking>, outside: Outside, reading?: Reading) {
    this.#table = table;
    this.#service = service;
    this.#outside = outside;
    this.#reading = reading;
  }

  orders(): MarketOrders {
    return new MarketList(this.#table, () => true, this.#reading);
  }

  async book(order: Booking, options: RequestOptions = {}): Promise<Booked> {
    checkBooking(order);
    const { reference, totalCents } = order;
    return this.#service.send(this.#outside, "book", reference, { reference, totalCents }, options, totalCents);
  }
}

class MarketList implements MarketOrders {
  readonly #table: MarketTable;
  readonly #wanted: (row: MarketOrder) => boolean;
  readonly #reading: Reading | undefined;

  constructor(table: MarketTable, wanted: (row: MarketOrder) => boolean, reading: Reading | undefined) {
    this.#table = table;
    this.#wanted = wanted;
    this.#reading = reading;
  }

  after(position?: MarketPosition): MarketOrders {
    if (position === undefined) return new MarketList(this.#table, () => true, this.#reading);
    checkPosition("after", position);
    return new MarketList(this.#table, (row) => comparePlaces(row, position) > 0, this.#reading);
  }

  from(position?: MarketPosition): MarketOrders {
    if (position === undefined) return new MarketList(this.#table, () => true, this.#reading);
    checkPosition("from", position);
    return new MarketList(this.#table, (row) => comparePlaces(row, position) >= 0, this.#reading);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<MarketOrder, undefined> {
    await this.#reading?.("market orders");
    for (const row of this.#table.rows) if (this.#wanted(row)) yield row;
  }
}

// Learners run their jobs without the type checker: a bare id or minute would otherwise be compared with nothing.
function checkPosition(method: string, position: Partial<MarketPosition>): void {
  const { placedAt, reference } = position;
  if (typeof placedAt === "string" && (reference === undefined || typeof reference === "string")) return;
  const mend = `{ placedAt: order.placedAt, reference: order.reference }, or nothing to begin at the start`;
  throw new InvalidRequestError(`marketplace.orders().${method}`, position, mend);
}

function checkBooking(order: Partial<Booking> | undefined): void {
  const hasReference = typeof order?.reference === "string" && order.reference !== "";
  if (hasReference && Number.isInteger(order.totalCents)) return;
  throw new InvalidRequestError("marketplace.book", order, `{ reference: "M-7", totalCents: 1250 }`);
}
