// Opens a shop on hand-written rows.
import { CampaignLists } from "./campaigns.ts";
import { CustomerLookup } from "./customers.ts";
import { DeliveredFiles, type FileTexts } from "./files.ts";
import { InvalidOptionError } from "./errors.ts";
import { RecordedLedger } from "./ledger.ts";
import { DEFAULT_PAGE_SIZE } from "./lookup.ts";
import { MailerAcross, type Mail } from "./mailer.ts";
import { type Booking, MarketplaceAcross } from "./marketplace.ts";
import { OrderLists } from "./orders.ts";
import { straightOut, type Outside, type Reading } from "./outside.ts";
import { PaymentsAcross, type Charge } from "./payments.ts";
import { isSameReport, ReportsAcross, type Report } from "./reports.ts";
import type { MarketOrder, Order, ShopRows } from "./rows.ts";
import { Service } from "./service.ts";
import type { OpenShop, Shop, ShopMark } from "./shop.ts";
import { Tables } from "./tables.ts";

export interface ShopOptions {
  /** Rows read at once while one walks a list, at least 1; 100 when left out. */
  readonly pageSize?: number;
  /** CSV files that were delivered, by their names; the first line of each names the columns. None when left out. */
  readonly files?: FileTexts;
  /** Effects that the services refuse, by their names: ["charge 7"] is a card that the bank declines. */
  readonly refused?: readonly string[];
}

/**
 * Opens a shop.
 *
 *     const shop = openShop({ orders: pendingOrders(3, 5, 8) });
 *
 * @param rows what the shop begins with; a list that is left out is empty. The rows are copied.
 * @param options page size, delivered files, and what the services refuse.
 * @returns a shop whose services answer every call at once.
 * @throws InvalidRowError when a row has a wrong value, a taken id, or belongs to a row that is not there.
 * @throws InvalidOptionError when the page size is no whole number of at least 1.
 */
export function openShop(rows: Partial<ShopRows> = {}, options: ShopOptions = {}): OpenShop {
  const { pageSize = DEFAULT_PAGE_SIZE, files = {}, refused = [] } = options;
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) {
    throw new InvalidOptionError("pageSize", pageSize, "a whole number of at least 1");
  }
  return new OpenedShop(Tables.of(rows), {
    pageSize,
    files: new DeliveredFiles(files),
    refused: new Set(refused),
  });
}

/** What never changes in a shop, and is shared by all that are reopened from it. */
interface Fittings {
  readonly pageSize: number;
  readonly files: DeliveredFiles;
  readonly refused: ReadonlySet<string>;
}

/** A shop put together, from nothing or from what it was at a mark. */
class OpenedShop implements OpenShop {
  readonly customers: CustomerLookup;
  readonly orders: OrderLists;
  readonly campaigns: CampaignLists;
  readonly payments: PaymentsAcross;
  readonly mailer: MailerAcross;
  readonly reports: ReportsAcross;
  readonly marketplace: MarketplaceAcross;
  readonly files: DeliveredFiles;
  readonly ledger: RecordedLedger;
  readonly #tables: Tables;
  readonly #fittings: Fittings;
  readonly #bank: Service<Charge>;
  readonly #post: Service<Mail>;
  readonly #press: Service<Report>;
  readonly #market: Service<Booking>;

  constructor(tables: Tables, fittings: Fittings, mark?: ShopMark) {
    const { pageSize, refused } = fittings;
    this.#tables = tables;
    this.#fittings = fittings;
    this.files = mark ? fittings.files.reopen(mark.files) : fittings.files;
    this.ledger = new RecordedLedger(mark?.ledger);
    this.#bank = new Service("payments", this.ledger, refused, mark?.bank);
    this.#post = new Service("mailer", this.ledger, refused, mark?.post);
    this.#press = new Service("reports", this.ledger, refused, mark?.press, isSameReport);
    this.#market = new Service("marketplace", this.ledger, refused, mark?.market);
    this.customers = new CustomerLookup(tables.customers, pageSize);
    this.orders = new OrderLists(tables.orders, pageSize);
    this.campaigns = new CampaignLists(tables.campaigns, tables.recipients, pageSize);
    this.payments = new PaymentsAcross(this.#bank, straightOut);
    this.mailer = new MailerAcross(this.#post, straightOut);
    this.reports = new ReportsAcross(this.#press, straightOut);
    this.marketplace = new MarketplaceAcross(tables.marketOrders, this.#market, straightOut);
    Object.freeze(this);
  }

  get rows(): ShopRows {
    return this.#tables.rows;
  }

  connect(outside: Outside, reading?: Reading): Shop {
    const { pageSize } = this.#fittings;
    const { customers, orders, campaigns, recipients, marketOrders } = this.#tables;
    return Object.freeze({
      customers: new CustomerLookup(customers, pageSize, reading),
      orders: new OrderLists(orders, pageSize, reading),
      campaigns: new CampaignLists(campaigns, recipients, pageSize, reading),
      files: this.files.readBy(reading),
      payments: new PaymentsAcross(this.#bank, outside),
      mailer: new MailerAcross(this.#post, outside),
      reports: new ReportsAcross(this.#press, outside),
      marketplace: new MarketplaceAcross(marketOrders, this.#market, outside, reading),
    });
  }

  get fileTexts(): FileTexts {
    return this.files.texts;
  }

  deliver(file: string, text: string): void {
    this.files.deliver(file, text);
  }

  settle(): number {
    return settle(this.#tables, this.#bank);
  }

  place(order: Order): void {
    this.#tables.addOrder(order);
  }

  cancel(orderId: number): void {
    this.#tables.orders.remove(orderId);
  }

  close(customerId: number): void {
    this.#tables.customers.remove(customerId);
    for (const { id } of this.#tables.orders.pageOf(customerId, -Infinity, Infinity)) this.#tables.orders.remove(id);
  }

  unsubscribe(recipientId: number): void {
    this.#tables.recipients.remove(recipientId);
  }

  placeAtMarket(order: MarketOrder): void {
    this.#tables.marketOrders.add(order);
  }

  withdraw(reference: string): void {
    this.#tables.marketOrders.remove(reference);
  }

  mark(): ShopMark {
    return {
      tables: this.#tables.fork(),
      files: this.fileTexts,
      ledger: this.ledger.mark(),
      bank: this.#bank.mark(),
      post: this.#post.mark(),
      press: this.#press.mark(),
      market: this.#market.mark(),
    };
  }

  reopen(mark: ShopMark): OpenShop {
    return new OpenedShop(mark.tables.fork(), this.#fittings, mark);
  }
}

function settle(tables: Tables, bank: Service<Charge>): number {
  let settled = 0;
  for (const { orderId } of bank.answers) {
    const order = tables.orders.get(orderId);
    if (order?.status !== "pending") continue;
    tables.orders.replace({ ...order, status: "processed" });
    settled++;
  }
  return settled;
}
