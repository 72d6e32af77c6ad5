// What may be stored, what is refused, and in which words.
import { describe, expect, it } from "vitest";
import { copyJson, type Json, NotJsonError, sameJson } from "#jobs";

const advice =
  "which JSON would lose or change. " +
  "Use strings, finite numbers, booleans, null, arrays and plain objects; write a date as a string.";

/** Values that TypeScript would refuse as well; a job's input may come from anywhere. */
const store = (value: unknown) => copyJson(value as Json, "the cursor of step 'charge'");

describe("copyJson", () => {
  it.each<Json>([null, true, false, 0, -1.5, 2 ** 53, "", "a", "\ud800", [], {}, [1, [2, [null]]], { a: { b: [{}] } }])(
    "keeps %j as it is",
    (value) => {
      expect(copyJson(value, "a value")).toEqual(value);
      expect(JSON.parse(JSON.stringify(copyJson(value, "a value")))).toEqual(value);
    },
  );

  class Order {
    readonly id = 1;
  }

  it.each<[string, unknown, string]>([
    ["undefined", undefined, "undefined"],
    ["NaN", NaN, "NaN"],
    ["infinity", -Infinity, "-Infinity"],
    ["a bigint", 1n, "a bigint"],
    ["a function", () => {}, "a function"],
    ["a symbol", Symbol("s"), "a symbol"],
    ["a Date", new Date(0), "a Date"],
    ["a Map", new Map(), "a Map"],
    ["a Set", new Set(), "a Set"],
    ["a typed array", new Uint8Array(1), "a Uint8Array"],
    ["a class instance", new Order(), "a Order"],
    ["an object without a constructor", Object.create(Object.create(null) as object), "a class instance"],
  ])("refuses %s", (_title, value, found) => {
    expect(() => store(value)).toThrow(NotJsonError);
    expect(() => store(value)).toThrow(`Cannot store the cursor of step 'charge': found ${found}, ${advice}`);
  });

  it("names the part that is wrong", () => {
    const value = { days: [{ paidAt: "2026-11-22" }, { paidAt: new Date(0) }] };
    expect(() => store(value)).toThrow(
      `Cannot store the cursor of step 'charge', at .days[1].paidAt: found a Date, ${advice}`,
    );
  });

  it("refuses a field that is undefined, since JSON would drop it", () => {
    expect(() => store({ id: 1, day: undefined })).toThrow(
      `Cannot store the cursor of step 'charge', at .day: found undefined, ${advice}`,
    );
  });

  it("refuses a hole in an array, since JSON would fill it", () => {
    const holed: unknown[] = [1];
    holed[2] = 3;
    expect(() => store(holed)).toThrow("at [1]: found undefined");
  });

  it("names the place where an object contains itself", () => {
    const order: Record<string, unknown> = { id: 1 };
    order["customer"] = { orders: [order] };
    expect(() => store(order)).toThrow(
      `Cannot store the cursor of step 'charge', at .customer.orders[0]: found an object that contains itself, ${advice}`,
    );
  });

  it("accepts an object that is met twice and does not contain itself", () => {
    const day = { day: 1 };
    expect(store([day, day])).toEqual([{ day: 1 }, { day: 1 }]);
  });

  it("has a limit on depth", () => {
    const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(store(nested(64))).toEqual(nested(64));
    expect(() => store(nested(65))).toThrow("found an object more than 64 levels deep");
  });

  it("refuses a key that would change the copy's prototype", () => {
    expect(() => store(JSON.parse('{"__proto__": {"admin": true}}'))).toThrow("found a key named __proto__");
  });

  it("writes a negative zero as JSON does", () => {
    expect(Object.is(store([-0]), -0)).toBe(false);
    expect((store([-0]) as number[])[0]).toBe(0);
  });

  it("gives a copy that nobody can change", () => {
    const place = [1, { page: 2 }];
    const copy = copyJson(place, "a cursor") as [number, { page: number }];
    place[0] = 7;
    expect(copy).toEqual([1, { page: 2 }]);
    expect(() => (copy[1].page = 3)).toThrow(TypeError);
    expect(() => copy.push(4)).toThrow(TypeError);
  });

  it("carries the place and what was found as fields", () => {
    expect(new NotJsonError("a value", "a Map")).toMatchObject({
      name: "NotJsonError",
      place: "a value",
      found: "a Map",
    });
  });
});

describe("sameJson", () => {
  it.each<[Json | undefined, Json | undefined, boolean]>([
    [1, 1, true],
    [1, "1", false],
    [null, undefined, false],
    [null, {}, false],
    [undefined, undefined, true],
    [[1, [2]], [1, [2]], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { a: 1, b: 1 }, false],
  ])("of %j and %j is %j", (left, right, same) => {
    expect(sameJson(left, right)).toBe(same);
    expect(sameJson(right, left)).toBe(same);
  });
});
