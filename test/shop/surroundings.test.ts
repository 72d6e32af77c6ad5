// What a shop may come with besides rows: delivered files, and services that refuse.
import { describe, expect, it } from "vitest";
import { FileNotFoundError, openShop, pendingOrders, ServiceRefusedError } from "#shop";

describe("delivered files", () => {
  const shop = openShop({}, { files: { "market.csv": 'reference,total_cents\nM-1,1200\n"M,2",50\n' } });

  it("are read as rows, by the names in the first line", async () => {
    expect(await shop.files.rows("market.csv")).toEqual([
      { reference: "M-1", total_cents: "1200" },
      { reference: "M,2", total_cents: "50" },
    ]);
  });

  it("are there in a shop that is reopened, and for a job", async () => {
    const again = shop.reopen(shop.mark()).connect(async (_call, apply) => apply());
    expect(await again.files.rows("market.csv")).toHaveLength(2);
  });

  it("make way for one of the same name, also for a job that is under way", async () => {
    const weekly = openShop({}, { files: { "sunday.csv": "reference\nA-1", "other.csv": "reference\nB-1" } });
    const seen = weekly.connect(async (_call, apply) => apply());
    expect(await seen.files.rows("sunday.csv")).toEqual([{ reference: "A-1" }]);
    weekly.deliver("sunday.csv", "reference\nA-2\nA-3");
    expect(await seen.files.rows("sunday.csv")).toEqual([{ reference: "A-2" }, { reference: "A-3" }]);
    expect(await seen.files.rows("other.csv")).toEqual([{ reference: "B-1" }]);
    expect(Object.keys(weekly.fileTexts)).toEqual(["sunday.csv", "other.csv"]);
  });

  it("are in a shop that is reopened what they were at the mark, and each goes its own way", async () => {
    const weekly = openShop({}, { files: { "sunday.csv": "reference\nA-1" } });
    const mark = weekly.mark();
    weekly.deliver("sunday.csv", "reference\nA-2");
    const again = weekly.reopen(mark);
    expect(await again.files.rows("sunday.csv")).toEqual([{ reference: "A-1" }]);
    again.deliver("sunday.csv", "reference\nA-3");
    expect(await weekly.files.rows("sunday.csv")).toEqual([{ reference: "A-2" }]);
    expect(await again.files.rows("sunday.csv")).toEqual([{ reference: "A-3" }]);
  });

  it("are handed out as a list of one's own", async () => {
    const mine = [...(await shop.files.rows("market.csv"))];
    const list = (await shop.files.rows("market.csv")) as unknown[];
    list.reverse();
    list.pop();
    expect(await shop.files.rows("market.csv")).toEqual(mine);
  });

  it("are asked for by their names", async () => {
    await expect(shop.files.rows("markt.csv")).rejects.toThrow(FileNotFoundError);
    await expect(shop.files.rows("markt.csv")).rejects.toThrow('no file "markt.csv". Delivered were market.csv');
    await expect(openShop().files.rows("toString")).rejects.toThrow("No files were delivered");
  });
});

describe("a service that refuses", () => {
  it("raises, has no effect, and leaves nothing in the ledger", async () => {
    const [order] = pendingOrders(7, 8);
    const shop = openShop({ orders: [order!] }, { refused: ["charge 7"] });
    await expect(shop.payments.charge(order!)).rejects.toThrow(ServiceRefusedError);
    expect(shop.ledger.requests).toEqual([]);
    expect(shop.settle()).toBe(0);
  });

  it("refuses in a shop that is reopened too, and takes other requests", async () => {
    const [seven, eight] = pendingOrders(7, 8);
    const shop = openShop({ orders: [seven!, eight!] }, { refused: ["charge 7"] });
    const again = shop.reopen(shop.mark());
    await again.payments.charge(eight!);
    await expect(again.payments.charge(seven!)).rejects.toThrow('refuses "charge 7"');
    expect(again.ledger.effects).toMatchObject([{ effect: "charge 8" }]);
  });
});

describe("close", () => {
  const customers = [1, 2].map((id) => ({ id, name: `Customer ${id}`, email: `c${id}@example.com` }));

  it("takes the customer away, with the customer's orders", async () => {
    const orders = pendingOrders(7, 8).map((order, index) => ({ ...order, customerId: index + 1 }));
    const shop = openShop({ customers, orders });
    shop.close(1);
    expect(shop.rows.customers.map(({ id }) => id)).toEqual([2]);
    expect(shop.rows.orders.map(({ id }) => id)).toEqual([8]);
    expect(await shop.orders.of(1).toArray()).toEqual([]);
  });

  it("is not seen in a shop that was reopened before", () => {
    const shop = openShop({ customers });
    const before = shop.reopen(shop.mark());
    shop.close(2);
    expect(before.rows.customers).toHaveLength(2);
  });

  it("complains when there is no such customer", () => {
    expect(() => openShop({ customers }).close(3)).toThrow("no customer with the id 3");
  });
});
