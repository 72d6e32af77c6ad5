import { expect, test } from "vitest";
import { hashOf } from "../../src/simulation/hash.ts";

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
