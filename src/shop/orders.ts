// The orders of the shop, as a job reads them.
import { InvalidRequestError } from "./errors.ts";
import { isDay } from "./day.ts";
import type { GroupedTable } from "./grouped-table.ts";
import { PagedLookup, type Lookup, type ReadPage } from "./lookup.ts";
import type { Reading } from "./outside.ts";
import type { Customer, Order } from "./rows.ts";

export interface Orders {
  /** Every order. */
  all(): Lookup<Order>;
  /**
   * The orders that the bank has not confirmed yet. Orders leave this list while a job works through it.
   *
   * @param options `day`: only those of this day, "YYYY-MM-DD"; every day when left out.
   * @throws InvalidRequestError when the day is written in another way.
   */
  pending(options?: { readonly day?: string | undefined }): Lookup<Order>;
  /**
   * The orders of one customer, of any status.
   *
   * @param customer the customer or the customer's id; one that has no orders has an empty list.
   * @throws InvalidRequestError when it is neither.
   */
  of(customer: Customer | number): Lookup<Order>;
  /**
   * The order with this id, as it is now.
   *
   * @throws RowNotFoundError when there is none, for example because it was cancelled.
   */
  find(id: number): Promise<Order>;
}

export class OrderLists implements Orders {
  readonly #table: GroupedTable<Order>;
  readonly #pageSize: number;
  readonly #reading: Reading | undefined;

  /**
   * @param pageSize rows in a page, at least 1.
   * @param reading told before rows are read; nobody when left out.
   */
  constructor(table: GroupedTable<Order>, pageSize: number, reading?: Reading) {
    this.#table = table;
    this.#pageSize = pageSize;
    this.#reading = reading;
  }

  all(): Lookup<Order> {
    return this.#list((from, limit) => this.#table.page(from, limit));
  }

  pending({ day }: { readonly day?: string | undefined } = {}): Lookup<Order> {
    if (day !== undefined && !isDay(day)) throw new InvalidRequestError("orders.pending", day, `a day as "2026-11-22"`);
    const keep = (order: Order) => order.status === "pending" && (day === undefined || order.day === day);
    return this.#list((from, limit) => this.#table.page(from, limit, keep));
  }

  of(customer: Customer | number): Lookup<Order> {
    const customerId = typeof customer === "number" ? customer : customer?.id;
    if (!Number.isInteger(customerId)) throw new InvalidRequestError("orders.of", customer, "a customer or an id");
    return this.#list((from, limit) => this.#table.pageOf(customerId, from, limit));
  }

  async find(id: number): Promise<Order> {
    await this.#reading?.("orders");
    // A copy, as a database hands one out: two rows are the same when their ids are.
    return Object.freeze({ ...this.#table.find(id) });
  }

  #list(read: ReadPage<Order>): Lookup<Order> {
    return new PagedLookup("orders", read, this.#pageSize, this.#reading);
  }
}
