import { expect, test } from "vitest";
import { hashOf, hashOfJson, mixed } from "../../src/simulation/run/hash.ts";

test("texts that differ in one place or in their order have different hashes, in their hundred thousands", () => {
  const texts = Array.from(
    { length: 200_000 },
    (_, index) => `charge ${index % 500} charge:${Math.floor(index / 500)}`,
  );
  expect(new Set(texts.map(hashOf)).size).toBe(texts.length);
  expect(hashOf("ab")).not.toBe(hashOf("ba"));
});

test("a hash is a whole number that JSON keeps, the same each time", () => {
  expect(Number.isSafeInteger(hashOf("x".repeat(10_000)))).toBe(true);
  expect(hashOf("charge 1")).toBe(hashOf("charge 1"));
});

test("two numbers mixed are told apart from all other pairs, whichever comes first", () => {
  const numbers = Array.from({ length: 400 }, (_, index) => (index < 200 ? index : index * 2 ** 40));
  const seen = new Set<number>();
  for (const one of numbers) for (const other of numbers) seen.add(mixed(one, other));
  expect(seen.size).toBe(numbers.length ** 2);
  expect([...seen].every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
});

test("JSON values that differ have different hashes, and equal ones the same", () => {
  const values = [null, 0, 1, -1, 0.5, "", "0", "null", true, false, [], [0], [[0]], [0, 1], [1, 0], {}, { a: 0 }];
  const more = [
    { a: 1 },
    { b: 0 },
    { a: { b: 0 } },
    { a: [0] },
    { a: 0, b: 0 },
    { b: 0, a: 0 },
    2 ** 53,
    1e300,
    [null],
  ];
  const all = [...values, ...more];
  expect(new Set(all.map(hashOfJson)).size).toBe(all.length);
  expect(hashOfJson({ cursor: { customer: 7, order: [1, 2] } })).toBe(
    hashOfJson(JSON.parse('{"cursor":{"customer":7,"order":[1,2]}}')),
  );
});
