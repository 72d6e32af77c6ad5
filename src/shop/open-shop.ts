// Opens a shop on hand-written rows.
import { CampaignLists } from "./campaigns.ts";
import { CustomerLookup } from "./customers.ts";
import { InvalidOptionError } from "./errors.ts";
import { RecordedLedger } from "./ledger.ts";
import { DEFAULT_PAGE_SIZE } from "./lookup.ts";
import { MailerAcross, type Mail } from "./mailer.ts";
import { OrderLists } from "./orders.ts";
import { straightOut, type Outside } from "./outside.ts";
import { PaymentsAcross, type Charge } from "./payments.ts";
import { ReportsAcross, type Report } from "./reports.ts";
import type { Order, ShopRows } from "./rows.ts";
import { Service } from "./service.ts";
import type { OpenShop, Shop, ShopMark } from "./shop.ts";
import { Tables } from "./tables.ts";

export interface ShopOptions {
  /** Rows read at once while one walks a list, at least 1; 100 when left out. */
  readonly pageSize?: number;
}

/**
 * Opens a shop.
 *
 *     const shop = openShop({ orders: pendingOrders(3, 5, 8) });
 *
 * @param rows what the shop begins with; a list that is left out is empty. The rows are copied.
 * @param options `pageSize`.
 * @returns a shop whose services take every call at once.
 * @throws InvalidRowError when a row has a wrong value, a taken id, or belongs to a row that is not there.
 * @throws InvalidOptionError when the page size is no whole number of at least 1.
 */
export function openShop(rows: Partial<ShopRows> = {}, { pageSize = DEFAULT_PAGE_SIZE }: ShopOptions = {}): OpenShop {
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) {
    throw new InvalidOptionError("pageSize", pageSize, "a whole number of at least 1");
  }
  return new OpenedShop(Tables.of(rows), pageSize);
}

/** A shop put together, from nothing or from what it was at a mark. */
class OpenedShop implements OpenShop {
  readonly customers: CustomerLookup;
  readonly orders: OrderLists;
  readonly campaigns: CampaignLists;
  readonly payments: PaymentsAcross;
  readonly mailer: MailerAcross;
  readonly reports: ReportsAcross;
  readonly ledger: RecordedLedger;
  readonly #tables: Tables;
  readonly #pageSize: number;
  readonly #bank: Service<Charge>;
  readonly #post: Service<Mail>;
  readonly #press: Service<Report>;

  constructor(tables: Tables, pageSize: number, mark?: ShopMark) {
    this.#tables = tables;
    this.#pageSize = pageSize;
    this.ledger = new RecordedLedger(mark?.ledger);
    this.#bank = new Service("payments", this.ledger, mark?.bank);
    this.#post = new Service("mailer", this.ledger, mark?.post);
    this.#press = new Service("reports", this.ledger, mark?.press);
    this.customers = new CustomerLookup(tables.customers, pageSize);
    this.orders = new OrderLists(tables.orders, pageSize);
    this.campaigns = new CampaignLists(tables.campaigns, tables.recipients, pageSize);
    this.payments = new PaymentsAcross(this.#bank, straightOut);
    this.mailer = new MailerAcross(this.#post, straightOut);
    this.reports = new ReportsAcross(this.#press, straightOut);
    Object.freeze(this);
  }

  get rows(): ShopRows {
    return this.#tables.rows;
  }

  connect(outside: Outside): Shop {
    const { customers, orders, campaigns } = this;
    return Object.freeze({
      customers,
      orders,
      campaigns,
      payments: new PaymentsAcross(this.#bank, outside),
      mailer: new MailerAcross(this.#post, outside),
      reports: new ReportsAcross(this.#press, outside),
    });
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

  mark(): ShopMark {
    return {
      tables: this.#tables.fork(),
      ledger: this.ledger.mark(),
      bank: this.#bank.mark(),
      post: this.#post.mark(),
      press: this.#press.mark(),
    };
  }

  reopen(mark: ShopMark): OpenShop {
    return new OpenedShop(mark.tables.fork(), this.#pageSize, mark);
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
