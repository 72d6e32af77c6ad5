// The rows of the shop: plain JSON, read-only, handed out frozen.

export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

export const ORDER_STATUSES = ["pending", "processed", "failed"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface Order {
  readonly id: number;
  readonly customerId: number;
  /** "YYYY-MM-DD" */
  readonly day: string;
  readonly totalCents: number;
  readonly status: OrderStatus;
}

export interface Campaign {
  readonly id: number;
  readonly subject: string;
}

export interface Recipient {
  readonly id: number;
  readonly campaignId: number;
  readonly email: string;
}

/** An order that was placed at the marketplace. */
export interface MarketOrder {
  /** The marketplace's own name for it, a text: "10" comes before "9". */
  readonly reference: string;
  /** The minute: "14:02". Several orders may have the same. */
  readonly placedAt: string;
  readonly totalCents: number;
}

/** All rows of a shop, each list in ascending id order when the shop hands it out; market orders in the order of theirs. */
export interface ShopRows {
  readonly customers: readonly Customer[];
  readonly orders: readonly Order[];
  readonly campaigns: readonly Campaign[];
  readonly recipients: readonly Recipient[];
  readonly marketOrders: readonly MarketOrder[];
}
