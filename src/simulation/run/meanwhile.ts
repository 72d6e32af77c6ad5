// What other people did in the shop while no worker was alive, found out by comparing its rows.
import type { FileTexts, OpenShop, Order, ShopRows } from "#shop";

type Watched = Pick<ShopRows, "customers" | "orders" | "recipients" | "marketOrders"> & Pick<OpenShop, "fileTexts">;

/**
 * Lets other people into the shop.
 *
 * @returns what they did, in words, such as "customer 2 left"; undefined when nothing has changed
 */
export function watchRows(shop: OpenShop, visit: (shop: OpenShop) => void): string | undefined {
  const before = copyOf(shop);
  visit(shop);
  const after = copyOf(shop);
  const left = gone(before.customers, after.customers);
  const parts = [
    say("customer", left, "left"),
    // The orders of a customer who left are gone with them: that goes without saying.
    say(
      "order",
      gone(
        before.orders.filter(({ customerId }) => !left.includes(customerId)),
        after.orders,
      ),
      "gone",
    ),
    say("order", gone(after.orders, before.orders), "placed"),
    say("order", confirmed(before.orders, after.orders), "confirmed"),
    say("recipient", gone(before.recipients, after.recipients), "unsubscribed"),
    say("file", delivered(before.fileTexts, after.fileTexts), "delivered"),
    sayOfMarket(goneFromMarket(before, after), goneFromMarket(after, before)),
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(", ") : undefined;
}

const copyOf = ({ rows: { customers, orders, recipients, marketOrders }, fileTexts }: OpenShop): Watched => ({
  customers: [...customers],
  orders: [...orders],
  recipients: [...recipients],
  marketOrders: [...marketOrders],
  fileTexts,
});

/** The ids that are in the one list and not in the other. */
function gone(one: readonly { readonly id: number }[], other: readonly { readonly id: number }[]): readonly number[] {
  const there = new Set(other.map(({ id }) => id));
  return one.flatMap(({ id }) => (there.has(id) ? [] : [id]));
}

/** The references that are in the one list of the marketplace and not in the other. */
function goneFromMarket(one: Watched, other: Watched): readonly string[] {
  const there = new Set(other.marketOrders.map(({ reference }) => reference));
  return one.marketOrders.flatMap(({ reference }) => (there.has(reference) ? [] : [reference]));
}

function confirmed(before: readonly Order[], after: readonly Order[]): readonly number[] {
  const pending = new Set(before.flatMap(({ id, status }) => (status === "pending" ? [id] : [])));
  return after.flatMap(({ id, status }) => (pending.has(id) && status !== "pending" ? [id] : []));
}

const delivered = (before: FileTexts, after: FileTexts): readonly string[] =>
  Object.keys(after).filter((file) => after[file] !== before[file]);

/** In one part, since references may be long: "market orders 7, B-10 withdrawn and B-9 placed". */
function sayOfMarket(withdrawn: readonly string[], placed: readonly string[]): string {
  const first = say("market order", withdrawn, "withdrawn");
  if (first === "") return say("market order", placed, "placed");
  return placed.length === 0 ? first : `${first} and ${named(placed)} placed`;
}

function say(noun: string, ids: readonly (number | string)[], did: string): string {
  if (ids.length === 0) return "";
  return `${ids.length === 1 ? noun : `${noun}s`} ${named(ids)} ${did}`;
}

const named = (ids: readonly (number | string)[]): string =>
  ids.length <= 4 ? ids.join(", ") : `${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more`;
