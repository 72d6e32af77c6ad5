// The customers of the shop, as a job reads them.
import { PagedLookup, type Lookup } from "./lookup.ts";
import type { Reading } from "./outside.ts";
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

  readonly #told: Reading | undefined;

  /**
   * @param pageSize rows in a page, at least 1.
   * @param reading told before rows are read; nobody when left out.
   */
  constructor(table: Table<Customer>, pageSize: number, reading?: Reading) {
    super("customers", (from, limit) => table.page(from, limit), pageSize, reading);
    this.#table = table;
    this.#told = reading;
  }

  async find(id: number): Promise<Customer> {
    await this.#told?.("customers");
    return Object.freeze({ ...this.#table.find(id) });
  }
}
