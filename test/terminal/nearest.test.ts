// What somebody meant who misspelt a word.
import { expect, it } from "vitest";
import { nearest } from "#terminal";

const words = ["hint", "list", "replay", "sigterm-after", "all"];

it.each([
  ["lst", "list"],
  ["lits", "list"],
  ["List", "list"],
  ["hints", "hint"],
  ["rep", "replay"],
  ["repaly", "replay"],
  ["sigterm", "sigterm-after"],
  ["al", "all"],
  ["foo", undefined],
  ["l", undefined],
  ["toString", undefined],
  ["", undefined],
])("%j is nearest to %s", (word, near) => {
  expect(nearest(word, words)).toBe(near);
});
