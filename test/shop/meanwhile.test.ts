// What other people do while a job works: the bank confirms, customers place and cancel orders.
import { describe, expect, it } from "vitest";
import { InvalidRowError, openShop, pendingOrders, RowNotFoundError, type Order } from "#shop";

const orderOf = (id: number, changes: Partial<Order> = {}): Order => ({ ...pendingOrders(id)[0]!, ...changes });

describe("settle", () => {
  it("leaves an order pending until the bank confirms", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2) });
    await shop.payments.charge(orderOf(1));
    expect((await shop.orders.find(1)).status).toBe("pending");
    expect(shop.settle()).toBe(1);
    expect(shop.rows.orders.map(({ status }) => status)).toEqual(["processed", "pending"]);
  });

  it("confirms each order once, however often it was charged", async () => {
    const shop = openShop({ orders: pendingOrders(1) });
    await shop.payments.charge(orderOf(1));
    await shop.payments.charge(orderOf(1));
    expect(shop.settle()).toBe(1);
    expect(shop.settle()).toBe(0);
  });

  it("confirms neither a failed order nor one that was cancelled", async () => {
    const failed = orderOf(1, { status: "failed" });
    const shop = openShop({ orders: [failed, ...pendingOrders(2)] });
    await shop.payments.charge(failed);
    await shop.payments.charge(orderOf(2));
    shop.cancel(2);
    expect(shop.settle()).toBe(0);
    expect(shop.rows.orders).toEqual([failed]);
  });

  it("changes the row everywhere and leaves it frozen", async () => {
    const shop = openShop({ orders: pendingOrders(1) });
    await shop.orders.of(1).count();
    await shop.payments.charge(orderOf(1));
    shop.settle();
    const order = await shop.orders.of(1).first();
    expect(order?.status).toBe("processed");
    expect(Object.isFrozen(order)).toBe(true);
  });
});

describe("place", () => {
  it("puts the order at its place in the id order", async () => {
    const shop = openShop({ orders: pendingOrders(1, 5) });
    shop.place(orderOf(3));
    expect(shop.rows.orders.map(({ id }) => id)).toEqual([1, 3, 5]);
  });

  it("is seen in the list of its customer, also of one who had no orders", async () => {
    const shop = openShop({ orders: pendingOrders(1, 5) });
    expect(await shop.orders.of(1).count()).toBe(2);
    shop.place(orderOf(3));
    shop.place(orderOf(9, { customerId: 2 }));
    expect((await shop.orders.of(1).toArray()).map(({ id }) => id)).toEqual([1, 3, 5]);
    expect((await shop.orders.of(2).toArray()).map(({ id }) => id)).toEqual([9]);
  });

  it("refuses an id that is taken and a customer who is not there", () => {
    const customers = [{ id: 1, name: "Customer 1", email: "customer-1@example.com" }];
    const shop = openShop({ customers, orders: pendingOrders(1) });
    expect(() => shop.place(orderOf(1))).toThrow("There is more than one order with the id 1.");
    expect(() => shop.place(orderOf(2, { customerId: 7 }))).toThrow(InvalidRowError);
    expect(shop.rows.orders).toHaveLength(1);
  });

  it("keeps a copy: what the caller does to the object later is not seen", async () => {
    const shop = openShop();
    const order = { ...orderOf(1) };
    shop.place(order);
    Object.assign(order, { totalCents: 0 });
    expect((await shop.orders.find(1)).totalCents).toBe(100);
  });
});

describe("cancel", () => {
  it("removes the row from every list", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2) });
    await shop.orders.of(1).count();
    shop.cancel(1);
    expect((await shop.orders.all().toArray()).map(({ id }) => id)).toEqual([2]);
    expect((await shop.orders.of(1).toArray()).map(({ id }) => id)).toEqual([2]);
  });

  it("refuses an order that is not there", () => {
    expect(() => openShop({ orders: pendingOrders(1) }).cancel(2)).toThrow(RowNotFoundError);
  });
});
