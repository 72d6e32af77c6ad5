// How a list is read: in id order, page by page, from any id, while rows come and go.
import { describe, expect, it } from "vitest";
import { openShop, pendingOrders, type Lookup, type OpenShop } from "#shop";

const idsOf = async (lookup: Lookup<{ readonly id: number }>): Promise<number[]> => {
  const ids: number[] = [];
  for await (const { id } of lookup) ids.push(id);
  return ids;
};

/** Walks a list and lets something happen after each row. */
const idsWhile = async (
  lookup: Lookup<{ readonly id: number }>,
  happens: (id: number) => unknown,
): Promise<number[]> => {
  const ids: number[] = [];
  for await (const { id } of lookup) {
    ids.push(id);
    await happens(id);
  }
  return ids;
};

const shopOf = (ids: number[], pageSize: number): OpenShop => openShop({ orders: pendingOrders(...ids) }, { pageSize });

describe("a lookup", () => {
  it("hands out rows in ascending id order, whatever order they were given in", async () => {
    expect(await idsOf(openShop({ orders: pendingOrders(9, 2, 40, 7) }).orders.all())).toEqual([2, 7, 9, 40]);
  });

  it.each([1, 2, 3, 4, 5, 100])("reads every row once with pages of %i", async (pageSize) => {
    expect(await idsOf(shopOf([2, 3, 5, 9], pageSize).orders.all())).toEqual([2, 3, 5, 9]);
  });

  it("begins anew with every loop", async () => {
    const list = shopOf([1, 2, 3], 2).orders.all();
    for await (const order of list) if (order.id === 2) break;
    expect(await idsOf(list)).toEqual([1, 2, 3]);
  });

  it.each([
    [undefined, [2, 5, 9]],
    [1, [2, 5, 9]],
    [2, [5, 9]],
    [3, [5, 9]],
    [9, []],
    [-7, [2, 5, 9]],
  ])("goes on strictly after %s", async (id, expected) => {
    expect(await idsOf(shopOf([2, 5, 9], 2).orders.all().after(id))).toEqual(expected);
  });

  it.each([
    [undefined, [2, 5, 9]],
    [2, [2, 5, 9]],
    [3, [5, 9]],
    [9, [9]],
    [10, []],
  ])("begins with %s, included", async (id, expected) => {
    expect(await idsOf(shopOf([2, 5, 9], 2).orders.all().from(id))).toEqual(expected);
  });

  it("has one beginning: the last one asked for", async () => {
    const list = shopOf([2, 5, 9], 2).orders.all();
    expect(await idsOf(list.after(5).from(2))).toEqual([2, 5, 9]);
    expect(await idsOf(list.from(5).after())).toEqual([2, 5, 9]);
  });

  it("leaves the list it was narrowed from as it was", async () => {
    const list = shopOf([2, 5, 9], 2).orders.all();
    list.after(5);
    expect(await list.count()).toBe(3);
  });

  it("answers first, toArray and count from its beginning on", async () => {
    const list = shopOf([2, 5, 9], 2).orders.all().after(2);
    expect((await list.first())?.id).toBe(5);
    expect((await list.toArray()).map(({ id }) => id)).toEqual([5, 9]);
    expect(await list.count()).toBe(2);
  });

  it("has no first row when it is empty", async () => {
    expect(await openShop().orders.all().first()).toBeUndefined();
  });

  it.each([["5"], [null], [{ id: 5 }], [5n]])("refuses to begin at %s, which is no number", (id) => {
    const list = openShop().orders.all();
    // @ts-expect-error: learners run their jobs without the type checker.
    expect(() => list.after(id)).toThrow(TypeError);
    // @ts-expect-error: learners run their jobs without the type checker.
    expect(() => list.from(id)).toThrow(TypeError);
  });

  it.each([1.5, NaN, Infinity])("refuses to begin at %s, which is no whole number", (id) => {
    const list = openShop().orders.all();
    expect(() => list.after(id)).toThrow(RangeError);
    expect(() => list.from(id)).toThrow(RangeError);
  });

  it("says which value it was given and what to pass", () => {
    // @ts-expect-error: learners run their jobs without the type checker.
    expect(() => openShop().customers.after("17")).toThrow(
      'after("17") is not given a number. Pass the id of a row, a whole number, or nothing to begin at the start.',
    );
  });

  it.each([0, -1, 2.5, NaN])("cannot be read in pages of %s", (pageSize) => {
    expect(() => openShop({}, { pageSize })).toThrow("Pass a whole number of at least 1.");
  });
});

describe("a lookup whose rows change meanwhile", () => {
  it.each([1, 2, 3, 5])("neither skips nor repeats rows that leave it, with pages of %i", async (pageSize) => {
    const shop = shopOf([1, 2, 3, 4, 5, 6, 7], pageSize);
    const ids = await idsWhile(shop.orders.pending(), async (id) => {
      await shop.payments.charge(await shop.orders.find(id));
      shop.settle();
    });
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await shop.orders.pending().count()).toBe(0);
  });

  it("goes on behind a row that was removed at the edge of a page", async () => {
    const shop = shopOf([1, 2, 3, 4], 2);
    expect(await idsWhile(shop.orders.all(), (id) => shop.cancel(id))).toEqual([1, 2, 3, 4]);
  });

  it.each(["all", "pending"] as const)(
    "hands out a page of %s as it was read, later pages as they are",
    async (list) => {
      const shop = shopOf([1, 2, 3, 4], 2);
      const ids = await idsWhile(shop.orders[list](), (id) => {
        if (id !== 1) return;
        shop.cancel(2);
        shop.cancel(3);
      });
      expect(ids).toEqual([1, 2, 4]);
    },
  );

  it("stays at its end once it got there, also when a row is placed behind it", async () => {
    const shop = shopOf([1], 2);
    const iterator = shop.orders.all()[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    expect((await iterator.next()).done).toBe(true);
    for (const order of pendingOrders(2)) shop.place(order);
    expect((await iterator.next()).done).toBe(true);
  });

  it("sees a row that is placed ahead of it, and not one placed behind", async () => {
    const shop = shopOf([10, 20, 30], 1);
    const ids = await idsWhile(shop.orders.all(), (id) => {
      if (id === 20) for (const order of pendingOrders(15, 25)) shop.place(order);
    });
    expect(ids).toEqual([10, 20, 25, 30]);
  });
});
