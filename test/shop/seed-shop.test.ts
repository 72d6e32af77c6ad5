// A shop from one number.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { InvalidOptionError, type OpenShop, type Order, type OrderStatus } from "#shop";
import { seedShop } from "#shop/seed";

const digestOf = ({ rows: { marketOrders: _none, ...seeded } }: OpenShop): string =>
  createHash("sha256").update(JSON.stringify(seeded)).digest("hex");
const withStatus = (orders: readonly Order[], status: OrderStatus): number =>
  orders.filter((order) => order.status === status).length;
const sharesOf = ({ rows: { orders } }: OpenShop): number[] =>
  (["pending", "processed", "failed"] as const).map((status) => withStatus(orders, status));

describe("seedShop", () => {
  it("gives the shop that it has always given for seed 1", () => {
    // Changes with faker's version, on purpose: recorded numbers in the lessons would change with it.
    expect(digestOf(seedShop({ seed: 1 }))).toBe("4179b2d5ddd84d801c74d7e185313f02087d931a984f9c445311c085ecdcda77");
  });

  it("gives the same shop for the same seed, and another for another", () => {
    expect(digestOf(seedShop({ seed: 7 }))).toBe(digestOf(seedShop({ seed: 7 })));
    expect(digestOf(seedShop({ seed: 7 }))).not.toBe(digestOf(seedShop({ seed: 8 })));
  });

  it("fills a quick shop", () => {
    const shop = seedShop({ seed: 3 });
    const { customers, orders, campaigns, recipients } = shop.rows;
    expect([customers, orders, campaigns, recipients].map(({ length }) => length)).toEqual([50, 100, 1, 500]);
    expect(sharesOf(shop)).toEqual([60, 20, 20]);
  });

  it("fills a full shop", () => {
    const shop = seedShop({ seed: 3, size: "full" });
    const { customers, orders, campaigns, recipients } = shop.rows;
    expect([customers, orders, campaigns, recipients].map(({ length }) => length)).toEqual([5000, 10_000, 1, 5000]);
    expect(sharesOf(shop)).toEqual([6000, 2000, 2000]);
  });

  it.each([
    [0, [0, 0, 0]],
    [1, [1, 0, 0]],
    [3, [1, 1, 1]],
    [7, [5, 1, 1]],
    [13, [7, 3, 3]],
  ])("shares %i orders out, with the rest pending", (orders, shares) => {
    expect(sharesOf(seedShop({ seed: 3, orders }))).toEqual(shares);
  });

  it("takes counts that go before those of the size", () => {
    const { customers, orders, recipients } = seedShop({ seed: 3, customers: 4, orders: 9, recipients: 0 }).rows;
    expect([customers, orders, recipients].map(({ length }) => length)).toEqual([4, 9, 0]);
    expect(seedShop({ seed: 3, size: "full", customers: 4 }).rows.orders).toHaveLength(10_000);
  });

  it("mixes the statuses instead of putting them one behind another", () => {
    const firstHalf = seedShop({ seed: 3 }).rows.orders.slice(0, 50);
    expect(new Set(firstHalf.map(({ status }) => status)).size).toBe(3);
    expect(withStatus(firstHalf, "processed")).toBeLessThan(20);
    expect(withStatus(firstHalf, "failed")).toBeLessThan(20);
  });

  it("leaves gaps between the ids of orders", () => {
    const ids = seedShop({ seed: 3 }).rows.orders.map(({ id }) => id);
    const steps = ids.slice(1).map((id, index) => id - ids[index]!);
    expect(Math.min(...steps)).toBe(1);
    expect(Math.max(...steps)).toBeGreaterThan(1);
  });

  it("gives every order the same day, and everyone an own address at example.com", () => {
    const { customers, orders, recipients } = seedShop({ seed: 3 }).rows;
    expect(new Set(orders.map(({ day }) => day))).toEqual(new Set(["2026-11-22"]));
    for (const people of [customers, recipients]) {
      const emails = people.map(({ email }) => email);
      expect(new Set(emails).size).toBe(people.length);
      expect(emails.filter((email) => !/^[a-z]+\.[a-z]+\.\d+@example\.com$/.test(email))).toEqual([]);
    }
  });

  it.each([
    ["seed", { seed: 1.5 }],
    ["seed", { seed: -1 }],
    ["seed", { seed: 2 ** 32 }],
    ["seed", { seed: undefined }],
    ["size", { seed: 1, size: "huge" }],
    ["orders", { seed: 1, orders: -1 }],
    ["recipients", { seed: 1, recipients: 2.5 }],
    ["customers", { seed: 1, customers: NaN }],
    ["customers", { seed: 1, customers: 0 }],
  ])("refuses a %s that it cannot use: %j", (option, options) => {
    // @ts-expect-error: specs are run without the type checker.
    const seed = (): unknown => seedShop(options);
    expect(seed).toThrow(InvalidOptionError);
    expect(seed).toThrow(`The option ${option} is `);
  });

  it("needs no customers when there are no orders", () => {
    expect(seedShop({ seed: 1, customers: 0, orders: 0 }).rows.customers).toEqual([]);
  });
});
