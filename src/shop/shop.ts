// The shop: what a job may see of it, and what only its surroundings may.
import type { Campaigns } from "./campaigns.ts";
import type { Customers } from "./customers.ts";
import type { Files, FileTexts } from "./files.ts";
import type { Ledger, LedgerMark } from "./ledger.ts";
import type { Mailer } from "./mailer.ts";
import type { Marketplace } from "./marketplace.ts";
import type { Orders } from "./orders.ts";
import type { Outside, Reading } from "./outside.ts";
import type { Payments } from "./payments.ts";
import type { Reports } from "./reports.ts";
import type { MarketOrder, Order, ShopRows } from "./rows.ts";
import type { ServiceMark } from "./service.ts";
import type { Tables } from "./tables.ts";

/** What a job's `perform` receives: rows to read, and services with effects. A job cannot see what it did (the ledger). */
export interface Shop {
  readonly customers: Customers;
  readonly orders: Orders;
  readonly campaigns: Campaigns;
  readonly payments: Payments;
  readonly mailer: Mailer;
  readonly reports: Reports;
  readonly marketplace: Marketplace;
  readonly files: Files;
}

/** The shop as its surroundings hold it: with the ledger, and with what other people do while a job works. */
export interface OpenShop extends Shop {
  readonly ledger: Ledger;
  /** The rows as they are now; the lists follow what happens in the shop. */
  readonly rows: ShopRows;
  /** The files as they are now: the text in each, by its name. */
  readonly fileTexts: FileTexts;
  /** The bank confirms: every charged order that is pending becomes processed. Returns how many did. */
  settle(): number;
  /**
   * A file comes, such as next week's: it takes the place of one with the same name.
   *
   * @param text its lines; the first one names the columns
   */
  deliver(file: string, text: string): void;
  /**
   * A customer places an order.
   *
   * @throws InvalidRowError when the id is taken, the customer unknown or a value wrong.
   */
  place(order: Order): void;
  /**
   * A customer takes an order back: its row is gone.
   *
   * @throws RowNotFoundError when there is no such order.
   */
  cancel(orderId: number): void;
  /**
   * A customer closes the account: the row of the customer is gone, and so are the customer's orders.
   *
   * @throws RowNotFoundError when there is no such customer.
   */
  close(customerId: number): void;
  /**
   * Someone does not want a campaign any more: the row of the recipient is gone.
   *
   * @throws RowNotFoundError when there is no such recipient.
   */
  unsubscribe(recipientId: number): void;
  /**
   * Somebody places an order at the marketplace: it is listed at its minute and reference.
   *
   * @throws InvalidRowError when the reference is taken or a value wrong.
   */
  placeAtMarket(order: MarketOrder): void;
  /**
   * A market order is withdrawn: it is off the list of the marketplace. What was booked stays booked.
   *
   * @throws RowNotFoundError when there is no such order.
   */
  withdraw(reference: string): void;
  /**
   * The same shop as one process sees it: same rows, same services, same ledger, but every effect crosses `outside`.
   *
   * @param outside is asked for each effect, after the call was checked.
   * @param reading told before rows are read; nobody when left out.
   */
  connect(outside: Outside, reading?: Reading): Shop;
  /** Everything durable as it is now. Taking a mark costs the same however much has happened. */
  mark(): ShopMark;
  /** Another shop that is as this one was at a mark. Neither sees what happens in the other later. */
  reopen(mark: ShopMark): OpenShop;
}

/** The durable state of a shop at some moment. */
export interface ShopMark {
  readonly tables: Tables;
  readonly files: FileTexts;
  readonly ledger: LedgerMark;
  readonly bank: ServiceMark;
  readonly post: ServiceMark;
  readonly press: ServiceMark;
  readonly market: ServiceMark;
}
