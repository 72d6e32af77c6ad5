// What a job can read: customers, orders, campaigns.
import { describe, expect, it } from "vitest";
import { InvalidRequestError, openShop, pendingOrders, RowNotFoundError, type Order } from "#shop";

const ada = { id: 1, name: "Customer 1", email: "customer-1@example.com" };
const ben = { id: 2, name: "Ben", email: "ben@example.com" };
const day = "2026-11-22";
const orders: Order[] = [
  { id: 1, customerId: 1, day, totalCents: 100, status: "pending" },
  { id: 2, customerId: 2, day, totalCents: 200, status: "processed" },
  { id: 4, customerId: 1, day: "2026-11-23", totalCents: 400, status: "pending" },
  { id: 7, customerId: 1, day, totalCents: 700, status: "failed" },
];
const shop = openShop({
  customers: [ben, ada],
  orders,
  campaigns: [
    { id: 1, subject: "Black Friday" },
    { id: 2, subject: "Advent" },
  ],
  recipients: [
    { id: 1, campaignId: 1, email: "a@example.com" },
    { id: 2, campaignId: 2, email: "b@example.com" },
    { id: 3, campaignId: 1, email: "c@example.com" },
  ],
});
const idsOf = (rows: { readonly id: number }[]): number[] => rows.map(({ id }) => id);

describe("customers", () => {
  it("are listed and found by id", async () => {
    expect(await shop.customers.toArray()).toEqual([ada, ben]);
    expect(await shop.customers.find(2)).toEqual(ben);
  });

  it("that are not there are named", async () => {
    await expect(shop.customers.find(3)).rejects.toThrow("There is no customer with the id 3.");
  });
});

describe("orders", () => {
  it("are all listed, of every status", async () => {
    expect(idsOf(await shop.orders.all().toArray())).toEqual([1, 2, 4, 7]);
  });

  it("that are pending are listed without the others", async () => {
    expect(idsOf(await shop.orders.pending().toArray())).toEqual([1, 4]);
  });

  it("that are pending are listed for one day", async () => {
    expect(idsOf(await shop.orders.pending({ day }).toArray())).toEqual([1]);
  });

  it("of a day that is written in another way are refused", () => {
    expect(() => shop.orders.pending({ day: "22.11.2026" })).toThrow(InvalidRequestError);
  });

  it.each([
    ["the customer", ada],
    ["the customer's id", 1],
  ])("of one customer are listed by %s", async (_, customer) => {
    expect(idsOf(await shop.orders.of(customer).toArray())).toEqual([1, 4, 7]);
    expect(idsOf(await shop.orders.of(customer).after(1).toArray())).toEqual([4, 7]);
  });

  it("of a customer who has none are an empty list", async () => {
    expect(await shop.orders.of(99).toArray()).toEqual([]);
  });

  it.each([[undefined], ["1"], [{}]])("of %s are refused", (customer) => {
    // @ts-expect-error: learners run their jobs without the type checker.
    expect(() => shop.orders.of(customer)).toThrow("Pass a customer or an id.");
  });

  it("are found by id", async () => {
    expect(await shop.orders.find(4)).toEqual(orders[2]);
    await expect(shop.orders.find(3)).rejects.toThrow(RowNotFoundError);
  });

  it("are frozen, and the caller's rows are not", async () => {
    expect(Object.isFrozen(await shop.orders.find(4))).toBe(true);
    expect(Object.isFrozen(orders[2])).toBe(false);
  });
});

describe("campaigns", () => {
  it("are found by id", async () => {
    expect(await shop.campaigns.find(2)).toEqual({ id: 2, subject: "Advent" });
  });

  it("that are not there are named, with what to do", async () => {
    await expect(shop.campaigns.find(5)).rejects.toThrow("There is no campaign with the id 5. Check the id");
    await expect(shop.campaigns.find(5)).rejects.toMatchObject({ name: "RowNotFoundError", noun: "campaign", id: 5 });
  });

  it("list their own recipients only", async () => {
    expect(idsOf(await shop.campaigns.recipients(1).toArray())).toEqual([1, 3]);
    expect(idsOf(await shop.campaigns.recipients(1).after(1).toArray())).toEqual([3]);
    expect(await shop.campaigns.recipients(9).toArray()).toEqual([]);
  });

  it("need an id to list recipients", () => {
    // @ts-expect-error: learners run their jobs without the type checker.
    expect(() => shop.campaigns.recipients()).toThrow(InvalidRequestError);
  });
});

describe("pendingOrders", () => {
  it("builds orders that differ in nothing but id and total", () => {
    expect(pendingOrders(17, 3)).toEqual([
      { id: 17, customerId: 1, day, totalCents: 1700, status: "pending" },
      { id: 3, customerId: 1, day, totalCents: 300, status: "pending" },
    ]);
  });
});
