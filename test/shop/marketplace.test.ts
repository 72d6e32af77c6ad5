// The list of market orders: where it begins, and how it compares text.
import { describe, expect, it } from "vitest";
import { InvalidRequestError, InvalidRowError, type MarketOrders, openShop, RowNotFoundError } from "#shop";

const order = (placedAt: string, reference: string) => ({ placedAt, reference, totalCents: 100 });
const shop = openShop({
  marketOrders: [order("14:03", "2"), order("14:02", "9"), order("14:02", "10"), order("14:01", "30")],
});

async function references(list: MarketOrders): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { reference } of list) found.push(reference);
  return found;
}

describe("the list of market orders", () => {
  it("goes by the minute, and within a minute by the reference as text", async () => {
    expect(await references(shop.marketplace.orders())).toEqual(["30", "10", "9", "2"]);
  });

  it.each([
    ["strictly after a position", shop.marketplace.orders().after({ placedAt: "14:02", reference: "10" }), ["9", "2"]],
    ["at a position", shop.marketplace.orders().from({ placedAt: "14:02", reference: "10" }), ["10", "9", "2"]],
    ["after a whole minute", shop.marketplace.orders().after({ placedAt: "14:02" }), ["2"]],
    ["with a whole minute", shop.marketplace.orders().from({ placedAt: "14:02" }), ["10", "9", "2"]],
    [
      "after an order that is not there",
      shop.marketplace.orders().after({ placedAt: "14:02", reference: "5" }),
      ["9", "2"],
    ],
    ["at the start, when there is no position", shop.marketplace.orders().after(undefined), ["30", "10", "9", "2"]],
  ])("begins %s", async (_where, list, expected) => {
    expect(await references(list)).toEqual(expected);
  });

  it("compares references sign by sign: capitals before small letters, and nothing as a number", async () => {
    const mixed = openShop({ marketOrders: ["b-9", "B-9", "7", "B-10", "007", "a"].map((one) => order("14:02", one)) });
    expect(await references(mixed.marketplace.orders())).toEqual(["007", "7", "B-10", "B-9", "a", "b-9"]);
  });

  it("refuses a position that is none", () => {
    expect(() => shop.marketplace.orders().after("14:02" as never)).toThrow(InvalidRequestError);
    expect(() => shop.marketplace.orders().from({ reference: "9" } as never)).toThrow(/Pass \{ placedAt/);
  });
});

describe("the list of market orders while a job works", () => {
  const open = () => openShop({ marketOrders: [order("14:02", "9"), order("14:02", "10")] });

  it("has what was placed, at its place", async () => {
    const changing = open();
    changing.placeAtMarket(order("14:02", "5"));
    changing.placeAtMarket(order("14:01", "99"));
    expect(await references(changing.marketplace.orders())).toEqual(["99", "10", "5", "9"]);
    expect(changing.rows.marketOrders.map(({ reference }) => reference)).toEqual(["99", "10", "5", "9"]);
  });

  it("has nothing that was withdrawn; what was booked stays booked", async () => {
    const changing = open();
    await changing.marketplace.book(order("14:02", "10"));
    changing.withdraw("10");
    expect(await references(changing.marketplace.orders())).toEqual(["9"]);
    expect(changing.ledger.effects.map(({ effect }) => effect)).toEqual(["book 10"]);
  });

  it("is read at once when a loop begins", async () => {
    const changing = open();
    const seen: string[] = [];
    for await (const { reference } of changing.marketplace.orders()) {
      seen.push(reference);
      if (reference === "10") changing.withdraw("9");
    }
    expect(seen).toEqual(["10", "9"]);
    expect(await references(changing.marketplace.orders())).toEqual(["10"]);
  });

  it("refuses a reference that is taken, and one that is not there", () => {
    expect(() => open().placeAtMarket(order("14:05", "9"))).toThrow(InvalidRowError);
    expect(() => open().withdraw("11")).toThrow(RowNotFoundError);
    expect(() => open().withdraw("11")).toThrow('There is no market order with the reference "11".');
  });

  it("keeps a copy: what the caller does to the object later is not seen", () => {
    const changing = open();
    const placed = order("14:05", "1");
    changing.placeAtMarket(placed);
    Object.assign(placed, { totalCents: 0 });
    expect(changing.rows.marketOrders.at(-1)).toEqual(order("14:05", "1"));
  });

  it("is in a mark: shops that are reopened there go their own ways, and processes see the one that they belong to", async () => {
    const first = open();
    const mark = first.mark();
    const [left, right] = [first.reopen(mark), first.reopen(mark)];
    const process = left.connect((_call, apply) => Promise.resolve(apply()));
    left.withdraw("9");
    right.placeAtMarket(order("14:05", "1"));
    first.withdraw("10");
    const lists = [process, left, right, first].map(({ marketplace }) => references(marketplace.orders()));
    expect(await Promise.all(lists)).toEqual([["10"], ["10"], ["10", "9", "1"], ["9"]]);
  });
});
