// What the services do with a call, what they remember under a key, and what the ledger records.
import { describe, expect, it } from "vitest";
import {
  IdempotencyKeyReusedError,
  InvalidIdempotencyKeyError,
  InvalidRequestError,
  openShop,
  pendingOrders,
  type RequestOptions,
  type Shop,
} from "#shop";

const order = pendingOrders(17)[0]!;
const other = pendingOrders(18)[0]!;
const mail = { template: "receipt", about: 17, to: "customer-1@example.com" };
const booking = { reference: "M-7", totalCents: 1250 };
const report = { customerId: 5, orders: 3, totalCents: 9700 };

/** The same promise holds for each service, whatever it does. */
const services = [
  {
    service: "payments",
    effect: "charge 17",
    send: (shop: Shop, options?: RequestOptions) => shop.payments.charge(order, options),
    sendOther: (shop: Shop, options?: RequestOptions) => shop.payments.charge(other, options),
    answer: { id: 1, orderId: 17, amountCents: 1700 },
  },
  {
    service: "mailer",
    effect: "receipt 17",
    send: (shop: Shop, options?: RequestOptions) => shop.mailer.deliver(mail, options),
    sendOther: (shop: Shop, options?: RequestOptions) => shop.mailer.deliver({ ...mail, to: "b@example.com" }, options),
    answer: { id: 1, ...mail },
  },
  {
    service: "reports",
    effect: "report 5",
    send: (shop: Shop, options?: RequestOptions) => shop.reports.publish(report, options),
    sendOther: (shop: Shop, options?: RequestOptions) => shop.reports.publish({ ...report, customerId: 6 }, options),
    answer: { id: 1, ...report },
  },
  {
    service: "marketplace",
    effect: "book M-7",
    send: (shop: Shop, options?: RequestOptions) => shop.marketplace.book(booking, options),
    sendOther: (shop: Shop, options?: RequestOptions) => shop.marketplace.book({ ...booking, totalCents: 1 }, options),
    answer: { id: 1, ...booking },
  },
];

describe.each(services)("$service", ({ service, effect, send, sendOther, answer }) => {
  it("has its effect and answers with what was done", async () => {
    const shop = openShop();
    expect(await send(shop)).toEqual(answer);
    expect(shop.ledger.effects).toMatchObject([{ number: 1, service, effect, repeated: false }]);
  });

  it("has its effect again when a call without a key is repeated", async () => {
    const shop = openShop();
    await send(shop);
    expect(await send(shop)).toEqual({ ...answer, id: 2 });
    expect(shop.ledger.effects).toHaveLength(2);
  });

  it("answers a repeat with the same key as the first time and does nothing", async () => {
    const shop = openShop();
    const first = await send(shop, { key: "k" });
    expect(await send(shop, { key: "k" })).toBe(first);
    expect(shop.ledger.effects).toMatchObject([{ number: 1, key: "k", repeated: false }]);
    expect(shop.ledger.requests).toMatchObject([
      { number: 1, effect, key: "k", repeated: false },
      { number: 2, effect, key: "k", repeated: true },
    ]);
  });

  it("has its effect once for each of two keys", async () => {
    const shop = openShop();
    await send(shop, { key: "a" });
    await send(shop, { key: "b" });
    expect(shop.ledger.effects).toHaveLength(2);
  });

  it("refuses a key that comes back with a different request, and does nothing", async () => {
    const shop = openShop();
    await send(shop, { key: "k" });
    await expect(sendOther(shop, { key: "k" })).rejects.toThrow(IdempotencyKeyReusedError);
    expect(shop.ledger.requests).toHaveLength(1);
  });

  it.each([[""], ["x".repeat(256)], [17], [null]])("refuses the key %j and does nothing", async (key) => {
    const shop = openShop();
    // @ts-expect-error: learners run their jobs without the type checker.
    await expect(send(shop, { key })).rejects.toThrow(InvalidIdempotencyKeyError);
    expect(shop.ledger.requests).toEqual([]);
  });

  it("accepts a key of 255 characters, and an undefined one as none", async () => {
    const shop = openShop();
    await send(shop, { key: "x".repeat(255) });
    await send(shop, { key: undefined });
    await send(shop, { key: undefined });
    expect(shop.ledger.effects).toHaveLength(3);
    expect(shop.ledger.effects[1]).not.toHaveProperty("key");
  });
});

describe("keys", () => {
  it("belong to one service: the bank does not know those of the mailer", async () => {
    const shop = openShop();
    await shop.payments.charge(order, { key: "k" });
    await shop.mailer.deliver(mail, { key: "k" });
    expect(shop.ledger.effects.map(({ effect }) => effect)).toEqual(["charge 17", "receipt 17"]);
  });

  it("that are reused are explained, with both requests as data", async () => {
    const shop = openShop();
    await shop.payments.charge(order, { key: "nightly" });
    const refusal = shop.payments.charge(other, { key: "nightly" });
    await expect(refusal).rejects.toThrow(
      'The idempotency key "nightly" was first used for { orderId: 17, amountCents: 1700 } ' +
        "and now for { orderId: 18, amountCents: 1800 }. A key stands for one request: ",
    );
    await expect(refusal).rejects.toMatchObject({
      name: "IdempotencyKeyReusedError",
      key: "nightly",
      first: { orderId: 17, amountCents: 1700 },
      second: { orderId: 18, amountCents: 1800 },
    });
  });

  it("that are too long are explained", async () => {
    await expect(openShop().payments.charge(order, { key: "x".repeat(300) })).rejects.toThrow(
      "The idempotency key has 300 characters. Build it from what the effect is about",
    );
  });

  it("do not tell an amount that changed from another request: the bank refuses", async () => {
    const shop = openShop();
    await shop.payments.charge(order, { key: "charge 17" });
    await expect(shop.payments.charge({ ...order, totalCents: 1 }, { key: "charge 17" })).rejects.toThrow(
      IdempotencyKeyReusedError,
    );
  });
});

describe("a report that is out", () => {
  it("stays: asked again with the key, the service answers with it, though the figures have changed since", async () => {
    const shop = openShop();
    const first = await shop.reports.publish(report, { key: "k" });
    expect(await shop.reports.publish({ ...report, orders: 2, totalCents: 8000 }, { key: "k" })).toBe(first);
    expect(shop.ledger.effects).toMatchObject([{ effect: "report 5", amountCents: 9700, request: report }]);
  });

  it("stays after the shop was reopened", async () => {
    const shop = openShop();
    const first = await shop.reports.publish(report, { key: "k" });
    const reopened = shop.reopen(shop.mark());
    expect(await reopened.reports.publish({ ...report, totalCents: 0 }, { key: "k" })).toEqual(first);
  });
});

describe("the ledger", () => {
  it("names what the service was told, and the amount where there is one", async () => {
    const shop = openShop();
    await shop.payments.charge(order);
    await shop.reports.publish(report);
    await shop.mailer.deliver(mail);
    expect(shop.ledger.requests).toEqual([
      {
        number: 1,
        service: "payments",
        effect: "charge 17",
        verb: "charge",
        item: "17",
        answerId: 1,
        request: { orderId: 17, amountCents: 1700 },
        amountCents: 1700,
        repeated: false,
      },
      {
        number: 2,
        service: "reports",
        effect: "report 5",
        verb: "report",
        item: "5",
        answerId: 1,
        request: report,
        amountCents: 9700,
        repeated: false,
      },
      {
        number: 3,
        service: "mailer",
        effect: "receipt 17",
        verb: "receipt",
        item: "17",
        answerId: 1,
        request: mail,
        repeated: false,
      },
    ]);
  });

  it("counts over all services, in the order in which calls arrived", async () => {
    const shop = openShop();
    await shop.mailer.deliver(mail);
    await shop.payments.charge(order, { key: "k" });
    await shop.payments.charge(order, { key: "k" });
    await shop.mailer.deliver(mail);
    expect(shop.ledger.requests.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(shop.ledger.effects.map(({ number }) => number)).toEqual([1, 2, 4]);
  });
});

describe("a call without what the service needs", () => {
  it.each([[undefined], [17], [{ id: 17 }]])("charges nothing for %o", async (value) => {
    const shop = openShop();
    // @ts-expect-error: learners run their jobs without the type checker.
    await expect(shop.payments.charge(value)).rejects.toThrow(InvalidRequestError);
    expect(shop.ledger.requests).toEqual([]);
  });

  it.each([
    [undefined],
    [{ template: "receipt", about: 17 }],
    [{ ...mail, template: "" }],
    [{ ...mail, about: undefined }],
  ])("delivers nothing for %o", async (value) => {
    const shop = openShop();
    // @ts-expect-error: learners run their jobs without the type checker.
    await expect(shop.mailer.deliver(value)).rejects.toThrow(InvalidRequestError);
    expect(shop.ledger.requests).toEqual([]);
  });

  it.each([[undefined], [{ ...report, orders: [] }], [{ customerId: 5, orders: 3 }]])(
    "publishes nothing for %o",
    async (value) => {
      const shop = openShop();
      // @ts-expect-error: learners run their jobs without the type checker.
      await expect(shop.reports.publish(value)).rejects.toThrow(InvalidRequestError);
      expect(shop.ledger.requests).toEqual([]);
    },
  );

  it("says what was given and what to pass", async () => {
    // @ts-expect-error: learners run their jobs without the type checker.
    await expect(openShop().payments.charge(17)).rejects.toThrow(
      "payments.charge was given 17, which it cannot use. Pass an order as shop.orders hands it out.",
    );
  });
});
