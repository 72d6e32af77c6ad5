// What openShop makes of hand-written rows.
import { describe, expect, it } from "vitest";
import { InvalidRowError, openShop, pendingOrders, ShopError, type ShopRows } from "#shop";

const order = pendingOrders(7)[0]!;
const ada = { id: 1, name: "Customer 1", email: "customer-1@example.com" };
const marketOrder = { placedAt: "14:02", reference: "B-9", totalCents: 100 };
const campaign = { id: 1, subject: "Black Friday" };

describe("openShop", () => {
  it("opens without rows", () => {
    expect(openShop().rows).toEqual({ customers: [], orders: [], campaigns: [], recipients: [], marketOrders: [] });
  });

  it("opens again on the rows of another shop, and shares no change with it", () => {
    const shop = openShop({
      orders: pendingOrders(1, 2),
      recipients: [{ id: 1, campaignId: 1, email: "a@example.com" }],
    });
    const second = openShop(shop.rows);
    second.cancel(1);
    expect(shop.rows.orders.map(({ id }) => id)).toEqual([1, 2]);
    expect(second.rows.orders.map(({ id }) => id)).toEqual([2]);
  });

  it("leaves the caller's list as it was", () => {
    const orders = pendingOrders(9, 2);
    openShop({ orders });
    expect(orders.map(({ id }) => id)).toEqual([9, 2]);
  });

  it("does not look for customers and campaigns that nobody listed", () => {
    const recipients = [{ id: 1, campaignId: 5, email: "a@example.com" }];
    expect(() => openShop({ orders: [{ ...order, customerId: 99 }], recipients })).not.toThrow();
  });

  it.each<[string, { readonly [List in keyof ShopRows]?: readonly object[] }]>([
    [
      "There is more than one order with the id 7. Give each its own id.",
      { orders: [order, ...pendingOrders(3), order] },
    ],
    ["There is more than one customer with the id 1.", { customers: [ada, ada] }],
    ["has the id 0. Give it a positive whole number.", { orders: [{ ...order, id: 0 }] }],
    [`has the id "7". Give it a positive whole number.`, { orders: [{ ...order, id: "7" }] }],
    ["has the id 1.5. Give it a positive whole number.", { campaigns: [{ ...campaign, id: 1.5 }] }],
    [
      "Order 7 belongs to customer 2, who is not in the shop. Add that customer to the rows, or leave customers out",
      { customers: [ada], orders: [{ ...order, customerId: 2 }] },
    ],
    [
      "Recipient 3 belongs to campaign 2, which is not in the shop. Add that campaign to the rows, or leave campaigns out",
      { campaigns: [campaign], recipients: [{ id: 3, campaignId: 2, email: "a@example.com" }] },
    ],
    [
      `Order 7 has the status "paid". Use "pending", "processed" or "failed".`,
      { orders: [{ ...order, status: "paid" }] },
    ],
    [`Order 7 has the day "today". Write the day as "2026-11-22".`, { orders: [{ ...order, day: "today" }] }],
    ["Order 7 has the total 9.99. Give totalCents as a whole number", { orders: [{ ...order, totalCents: 9.99 }] }],
    [
      `There is more than one market order with the reference "B-9". Give each its own reference.`,
      { marketOrders: [marketOrder, { ...marketOrder, placedAt: "14:03" }] },
    ],
    [`Market order 7 has the reference 7. Give it a text`, { marketOrders: [{ ...marketOrder, reference: 7 }] }],
    [`has the minute "9:59". Write placedAt as "14:02".`, { marketOrders: [{ ...marketOrder, placedAt: "9:59" }] }],
    [`Market order "B-9" has the total 0.5.`, { marketOrders: [{ ...marketOrder, totalCents: 0.5 }] }],
    ["Order 7 has the total -1. Give totalCents as a whole number", { orders: [{ ...order, totalCents: -1 }] }],
  ])("says: %s", (message, rows) => {
    // @ts-expect-error: specs are run without the type checker.
    const open = (): unknown => openShop(rows);
    expect(open).toThrow(message);
    expect(open).toThrow(InvalidRowError);
  });

  it("carries the refused row as data", () => {
    const wrong = { ...order, totalCents: -1 };
    const error = refusalOf(() => openShop({ orders: [wrong] }));
    expect(error).toBeInstanceOf(ShopError);
    expect(error).toMatchObject({ name: "InvalidRowError", row: wrong });
  });
});

function refusalOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
