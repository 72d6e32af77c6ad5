// The door of #shop: the domain that jobs work on. Shops made from a seed have a door of their own, #shop/seed.
export * from "./errors.ts";
export { DEFAULT_PAGE_SIZE, type Lookup } from "./lookup.ts";
export { openShop, type ShopOptions } from "./open-shop.ts";
export { pendingOrders } from "./pending-orders.ts";
export type { Campaigns } from "./campaigns.ts";
export type { Customers } from "./customers.ts";
export type { CsvRow, Files, FileTexts } from "./files.ts";
export type { RequestOptions } from "./idempotency-key.ts";
export type { Ledger, LedgerRequest } from "./ledger.ts";
export type { Delivery, Mail, Mailer } from "./mailer.ts";
export type { Booked, Booking, MarketOrders, Marketplace, MarketPosition } from "./marketplace.ts";
export type { Orders } from "./orders.ts";
export type { Outside, OutsideCall, Reading, ServiceName } from "./outside.ts";
export type { Payments, Receipt } from "./payments.ts";
export type { Publication, Report, Reports } from "./reports.ts";
export type { Campaign, Customer, MarketOrder, Order, OrderStatus, Recipient, ShopRows } from "./rows.ts";
export type { OpenShop, Shop, ShopMark } from "./shop.ts";
