// A table whose rows belong to an owner (the orders of a customer): reading one owner's rows does not read the others.
import { Table, type Identified } from "./table.ts";

export class GroupedTable<Row extends Identified> extends Table<Row> {
  readonly #ownerOf: (row: Row) => number;
  // Built when first asked for: most shops are opened for a job that never groups.
  #groups: Map<number, Table<Row>> | undefined;

  /**
   * @param noun what one row is called in messages: "order".
   * @param rows in any order.
   * @param ownerOf the id of the row's owner; it never changes for a row.
   */
  constructor(noun: string, rows: readonly Row[], ownerOf: (row: Row) => number) {
    super(noun, rows);
    this.#ownerOf = ownerOf;
  }

  override fork(): GroupedTable<Row> {
    return this.shareRowsWith(new GroupedTable<Row>(this.noun, [], this.#ownerOf));
  }

  /** Reads one page, as `page` does, of the rows of one owner. */
  pageOf(owner: number, from: number, limit: number): Row[] {
    this.#groups ??= this.#grouped();
    return this.#groups.get(owner)?.page(from, limit) ?? [];
  }

  override add(row: Row): void {
    super.add(row);
    if (this.#groups === undefined) return;
    const group = this.#groups.get(this.#ownerOf(row));
    if (group === undefined) this.#groups.set(this.#ownerOf(row), new Table(this.noun, [row]));
    else group.add(row);
  }

  override replace(row: Row): void {
    super.replace(row);
    this.#groups?.get(this.#ownerOf(row))?.replace(row);
  }

  override remove(id: number): void {
    const row = this.find(id);
    super.remove(id);
    this.#groups?.get(this.#ownerOf(row))?.remove(id);
  }

  #grouped(): Map<number, Table<Row>> {
    const lists = new Map<number, Row[]>();
    for (const row of this.rows) {
      const list = lists.get(this.#ownerOf(row));
      if (list === undefined) lists.set(this.#ownerOf(row), [row]);
      else list.push(row);
    }
    return new Map(Array.from(lists, ([owner, rows]) => [owner, new Table(this.noun, rows)]));
  }
}
