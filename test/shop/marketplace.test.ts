// The list of market orders: where it begins, and how it compares text.
import { describe, expect, it } from "vitest";
import { InvalidRequestError, type MarketOrders, openShop } from "#shop";

const order = (placedAt: string, reference: string) => ({ placedAt, reference, totalCents: 100 });
const shop = openShop(
  {},
  { marketOrders: [order("14:03", "2"), order("14:02", "9"), order("14:02", "10"), order("14:01", "30")] },
);

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

  it("refuses a position that is none", () => {
    expect(() => shop.marketplace.orders().after("14:02" as never)).toThrow(InvalidRequestError);
    expect(() => shop.marketplace.orders().from({ reference: "9" } as never)).toThrow(/Pass \{ placedAt/);
  });
});
