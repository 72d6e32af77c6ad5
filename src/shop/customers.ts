// The customers of the shop, as a job reads them.
import { PagedLookup, type Lookup } from "./lookup.ts";
import type { Customer } from "./rows.ts";
import type { Table } from "./table.ts";

/** All customers. */
export interface Customers extends Lookup<Customer> {
  /**
   * The customer with this id.
   *
   * @throws RowNotFoundError when there is none.
   */
  find(id: number): Promise<Customer>;
}

export class CustomerLookup extends PagedLookup<Customer> implements Customers {
  readonly #table: Table<Customer>;

  /** @param pageSize rows in a page, at least 1. */
  constructor(table: Table<Customer>, pageSize: number) {
    super((from, limit) => table.page(from, limit), pageSize);
    this.#table = table;
  }

  async find(id: number): Promise<Customer> {
    return Object.freeze({ ...this.#table.find(id) });
  }
}
