// How wide a text and a page are.
import { expect, it } from "vitest";
import { columnsOf, widthOf } from "#terminal";

it.each([
  ["", 0],
  ["charge 1 ● done", 15],
  ["\u001b[31mred\u001b[39m", 3],
  ["注文", 4],
  ["🛒", 2],
  ["e\u0301", 1],
  ["Zoë", 3],
])("%j takes %i columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

it.each([
  [undefined, 80],
  [0, 80],
  [200, 80],
  [80, 80],
  [40, 40],
  [3, 20],
])("with %s columns a page has %i", (columns, width) => {
  expect(columnsOf({ columns })).toBe(width);
});
