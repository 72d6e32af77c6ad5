import { describe, expect, it } from "vitest";
import { openShop, type OpenShop, pendingOrders } from "#shop";

const effects = ({ ledger }: OpenShop) => ledger.effects.map(({ effect }) => effect);
const pending = async ({ orders }: OpenShop) => (await orders.pending().toArray()).map(({ id }) => id);
const charge = async (shop: OpenShop, id: number) =>
  await shop.payments.charge(await shop.orders.find(id), { key: `charge:${id}` });

describe("a shop that is reopened at a mark", () => {
  it("is as the other one was at that moment, whatever has happened since", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2, 3) });
    await charge(shop, 1);
    const mark = shop.mark();
    await charge(shop, 2);
    shop.settle();
    shop.cancel(3);
    const again = shop.reopen(mark);
    expect(effects(again)).toEqual(["charge 1"]);
    expect(await pending(again)).toEqual([1, 2, 3]);
    expect(again.rows.orders.map(({ status }) => status)).toEqual(["pending", "pending", "pending"]);
  });

  it("remembers the keys that the services knew, and no later ones", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2) });
    const first = await charge(shop, 1);
    const mark = shop.mark();
    await charge(shop, 2);
    const again = shop.reopen(mark);
    expect(await charge(again, 1)).toBe(first);
    await charge(again, 2);
    expect(again.ledger.requests.map(({ effect, repeated }) => [effect, repeated])).toEqual([
      ["charge 1", false],
      ["charge 1", true],
      ["charge 2", false],
    ]);
  });

  it("goes its own way: neither sees what happens in the other", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2, 3) });
    const mark = shop.mark();
    const [left, right] = [shop.reopen(mark), shop.reopen(mark)];
    await charge(left, 1);
    left.settle();
    right.cancel(2);
    shop.place({ ...(pendingOrders(9)[0] as (typeof shop.rows.orders)[number]) });
    expect(await Promise.all([left, right, shop].map(pending))).toEqual([
      [2, 3],
      [1, 3],
      [1, 2, 3, 9],
    ]);
    expect([left, right, shop].map((one) => effects(one).length)).toEqual([1, 0, 0]);
  });

  it("settles what was charged before the mark", async () => {
    const shop = openShop({ orders: pendingOrders(1, 2) });
    await charge(shop, 1);
    const again = shop.reopen(shop.mark());
    expect(again.settle()).toBe(1);
    expect(await pending(shop)).toEqual([1, 2]);
  });
});
