// All tables of a shop, and the checks that keep a hand-written row from failing far away from where it was written.
import { isDay } from "./day.ts";
import { InvalidRowError } from "./errors.ts";
import { GroupedTable } from "./grouped-table.ts";
import { MarketTable } from "./market-table.ts";
import { ORDER_STATUSES, type Campaign, type Customer, type Order, type Recipient, type ShopRows } from "./rows.ts";
import { shownValue } from "./shown-value.ts";
import { Table } from "./table.ts";

interface Parts {
  readonly customers: Table<Customer>;
  readonly orders: GroupedTable<Order>;
  readonly campaigns: Table<Campaign>;
  readonly recipients: GroupedTable<Recipient>;
  readonly marketOrders: MarketTable;
}

export class Tables {
  readonly customers: Table<Customer>;
  readonly orders: GroupedTable<Order>;
  readonly campaigns: Table<Campaign>;
  readonly recipients: GroupedTable<Recipient>;
  readonly marketOrders: MarketTable;

  private constructor({ customers, orders, campaigns, recipients, marketOrders }: Parts) {
    this.customers = customers;
    this.orders = orders;
    this.campaigns = campaigns;
    this.recipients = recipients;
    this.marketOrders = marketOrders;
  }

  /**
   * Puts rows into tables.
   *
   * @throws InvalidRowError when a row has a wrong value, a taken id, or belongs to a row that is not there.
   */
  static of({
    customers = [],
    orders = [],
    campaigns = [],
    recipients = [],
    marketOrders = [],
  }: Partial<ShopRows>): Tables {
    const tables = new Tables({
      customers: new Table("customer", customers),
      orders: new GroupedTable("order", orders, (order) => order.customerId),
      campaigns: new Table("campaign", campaigns),
      recipients: new GroupedTable("recipient", recipients, (recipient) => recipient.campaignId),
      marketOrders: MarketTable.of(marketOrders),
    });
    for (const order of tables.orders.rows) tables.#checkOrder(order);
    for (const recipient of tables.recipients.rows) tables.#checkRecipient(recipient);
    return tables;
  }

  /** Tables with the same rows. It costs the same however many they are; neither sees what happens in the other. */
  fork(): Tables {
    return new Tables({
      customers: this.customers.fork(),
      orders: this.orders.fork(),
      campaigns: this.campaigns.fork(),
      recipients: this.recipients.fork(),
      marketOrders: this.marketOrders.fork(),
    });
  }

  /** The rows as they are now; the lists follow what happens in the shop. */
  get rows(): ShopRows {
    return Object.freeze({
      customers: this.customers.rows,
      orders: this.orders.rows,
      campaigns: this.campaigns.rows,
      recipients: this.recipients.rows,
      marketOrders: this.marketOrders.rows,
    });
  }

  /** @throws InvalidRowError as `of` does. */
  addOrder(order: Order): void {
    this.#checkOrder(order);
    this.orders.add(order);
  }

  #checkOrder(order: Order): void {
    if (!ORDER_STATUSES.includes(order.status)) {
      throw refusal(order, `has the status ${shownValue(order.status)}`, `Use "pending", "processed" or "failed"`);
    }
    if (!isDay(order.day)) {
      throw refusal(order, `has the day ${shownValue(order.day)}`, `Write the day as "2026-11-22"`);
    }
    if (!Number.isSafeInteger(order.totalCents) || order.totalCents < 0) {
      const mend = "Give totalCents as a whole number of cents, 0 or more";
      throw refusal(order, `has the total ${shownValue(order.totalCents)}`, mend);
    }
    if (isThereOrUnlisted(this.customers, order.customerId)) return;
    const mend = "Add that customer to the rows, or leave customers out altogether";
    throw refusal(order, `belongs to customer ${shownValue(order.customerId)}, who is not in the shop`, mend);
  }

  #checkRecipient(recipient: Recipient): void {
    if (isThereOrUnlisted(this.campaigns, recipient.campaignId)) return;
    throw new InvalidRowError(
      recipient,
      `Recipient ${recipient.id} belongs to campaign ${shownValue(recipient.campaignId)}, which is not in the shop. ` +
        "Add that campaign to the rows, or leave campaigns out altogether.",
    );
  }
}

// A spec about orders need not invent customers: when none is listed, none can be missing.
function isThereOrUnlisted(owners: Table<Customer | Campaign>, id: number): boolean {
  return owners.rows.length === 0 || owners.get(id) !== undefined;
}

function refusal(order: Order, problem: string, mend: string): InvalidRowError {
  return new InvalidRowError(order, `Order ${order.id} ${problem}. ${mend}.`);
}
