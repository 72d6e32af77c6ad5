// The shop as one process sees it: every effect crosses a border that can hold it back or end the process.
import { describe, expect, it } from "vitest";
import {
  IdempotencyKeyReusedError,
  InvalidIdempotencyKeyError,
  InvalidRequestError,
  openShop,
  pendingOrders,
  type Outside,
  type OutsideCall,
} from "#shop";

const order = pendingOrders(17)[0]!;
const other = pendingOrders(18)[0]!;
const mail = { template: "receipt", about: 17, to: "customer-1@example.com" };

/** Holds every call back: the process is gone before anything leaves. */
const nothingLeaves: Outside = async () => {
  throw new Error("gone before");
};

/** Lets the call out and loses the answer: the process is gone after. */
const answerLost: Outside = async (_call, apply) => {
  apply();
  throw new Error("gone after");
};

describe("a connected shop", () => {
  it("tells outside about each call before it has its effect", async () => {
    const shop = openShop({ orders: [order] });
    const seen: { call: OutsideCall; effectsBefore: number }[] = [];
    const inside = shop.connect(async (call, apply) => {
      seen.push({ call, effectsBefore: shop.ledger.effects.length });
      return apply();
    });
    await inside.payments.charge(order, { key: "charge 17" });
    await inside.mailer.deliver(mail);
    await inside.reports.publish({ customerId: 5, orders: 1, totalCents: 1700 });
    expect(seen).toEqual([
      {
        call: { service: "payments", effect: "charge 17", verb: "charge", item: "17", key: "charge 17" },
        effectsBefore: 0,
      },
      { call: { service: "mailer", effect: "receipt 17", verb: "receipt", item: "17" }, effectsBefore: 1 },
      { call: { service: "reports", effect: "report 5", verb: "report", item: "5" }, effectsBefore: 2 },
    ]);
  });

  it("gives the job the answer of the service", async () => {
    const inside = openShop().connect(async (_call, apply) => apply());
    expect(await inside.payments.charge(order)).toEqual({ id: 1, orderId: 17, amountCents: 1700 });
  });

  it("has done nothing when the process ends before the call, and its key is still free", async () => {
    const shop = openShop();
    await expect(shop.connect(nothingLeaves).payments.charge(order, { key: "k" })).rejects.toThrow("gone before");
    expect(shop.ledger.requests).toEqual([]);
    await shop.payments.charge(other, { key: "k" });
    expect(shop.ledger.effects).toHaveLength(1);
  });

  it("has had its effect when the process ends after the call, and a repeat with the key has none", async () => {
    const shop = openShop();
    await expect(shop.connect(answerLost).payments.charge(order, { key: "k" })).rejects.toThrow("gone after");
    expect(shop.ledger.effects).toHaveLength(1);
    expect(await shop.payments.charge(order, { key: "k" })).toEqual({ id: 1, orderId: 17, amountCents: 1700 });
    expect(shop.ledger.effects).toHaveLength(1);
  });

  it("shares rows, keys and ledger with every other process", async () => {
    const shop = openShop({ orders: [order] });
    const [first, second] = [
      shop.connect(async (_call, apply) => apply()),
      shop.connect(async (_call, apply) => apply()),
    ];
    await first.payments.charge(order, { key: "k" });
    await second.payments.charge(order, { key: "k" });
    expect(shop.ledger.effects).toHaveLength(1);
    shop.cancel(17);
    expect(await second.orders.all().count()).toBe(0);
  });

  it("does not ask outside about a call that cannot be sent", async () => {
    const asked: OutsideCall[] = [];
    const inside = openShop().connect(async (call, apply) => {
      asked.push(call);
      return apply();
    });
    await expect(inside.payments.charge(order, { key: "" })).rejects.toThrow(InvalidIdempotencyKeyError);
    // @ts-expect-error: learners run their jobs without the type checker.
    await expect(inside.payments.charge()).rejects.toThrow(InvalidRequestError);
    expect(asked).toEqual([]);
  });

  it("asks outside about a reused key, since only the service knows", async () => {
    const asked: OutsideCall[] = [];
    const inside = openShop().connect(async (call, apply) => {
      asked.push(call);
      return apply();
    });
    await inside.payments.charge(order, { key: "k" });
    await expect(inside.payments.charge(other, { key: "k" })).rejects.toThrow(IdempotencyKeyReusedError);
    expect(asked).toHaveLength(2);
  });

  it("shows a job neither the ledger nor what other people do", () => {
    const inside = openShop().connect(nothingLeaves);
    expect(Object.keys(inside).toSorted()).toEqual([
      "campaigns",
      "customers",
      "files",
      "mailer",
      "marketplace",
      "orders",
      "payments",
      "reports",
    ]);
  });
});
