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
import type { ShopRows } from "./rows.ts";
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
  return open(Tables.of(rows), pageSize);
}

/** Puts a shop together, from nothing or from what it was at a mark. */
function open(tables: Tables, pageSize: number, mark?: ShopMark): OpenShop {
  const ledger = new RecordedLedger(mark?.ledger);
  const bank = new Service<Charge>("payments", ledger, mark?.bank);
  const post = new Service<Mail>("mailer", ledger, mark?.post);
  const press = new Service<Report>("reports", ledger, mark?.press);

  const lists = {
    customers: new CustomerLookup(tables.customers, pageSize),
    orders: new OrderLists(tables.orders, pageSize),
    campaigns: new CampaignLists(tables.campaigns, tables.recipients, pageSize),
  };
  const connect = (outside: Outside): Shop =>
    Object.freeze({
      ...lists,
      payments: new PaymentsAcross(bank, outside),
      mailer: new MailerAcross(post, outside),
      reports: new ReportsAcross(press, outside),
    });

  return Object.freeze({
    ...connect(straightOut),
    ledger,
    get rows() {
      return tables.rows;
    },
    settle: () => settle(tables, bank),
    place: (order) => tables.addOrder(order),
    cancel: (orderId) => tables.orders.remove(orderId),
    connect,
    mark: () => ({
      tables: tables.fork(),
      ledger: ledger.mark(),
      bank: bank.mark(),
      post: post.mark(),
      press: press.mark(),
    }),
    reopen: (to: ShopMark) => open(to.tables.fork(), pageSize, to),
  } satisfies OpenShop);
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
