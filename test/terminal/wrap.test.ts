// Breaking text into lines.
import fc from "fast-check";
import { expect, it } from "vitest";
import { fit, oneLine, printed, widthOf, wrap } from "#terminal";

const text = fc
  .array(fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 60 }), fc.constant("注文🛒")))
  .map((words) => words.join(" "));
const width = fc.integer({ min: 20, max: 100 });
const withoutSpaces = (lines: string): string => lines.replaceAll(/\s+/g, "");

it("keeps every line within the width", () => {
  fc.assert(
    fc.property(text, width, (paragraph, columns) => {
      const lines = wrap(paragraph, { first: "  Rule  ", rest: "        ", width: columns });
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

it("keeps every letter", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), width, (paragraph, columns) => {
      const lines = wrap(paragraph, { first: "  Rule  ", rest: "        ", width: columns });
      expect(withoutSpaces(lines.join(""))).toBe(withoutSpaces(`Rule${paragraph}`));
    }),
  );
});

it("breaks between words, and cuts a word that is longer than a line", () => {
  expect(wrap("one two three", { width: 8 })).toEqual(["one two", "three"]);
  expect(wrap("abcdefghij k", { first: "- ", rest: "  ", width: 6 })).toEqual(["- abcd", "  efgh", "  ij k"]);
  expect(wrap("注文注文", { width: 5 })).toEqual(["注文", "注文"]);
});

it("does not part a number from its unit", () => {
  expect(wrap("it took 1\u00a0min 5\u00a0s", { width: 13 })).toEqual(["it took 1 min", "5 s"]);
});

it("puts a text on one line", () => {
  expect(oneLine(" a\n b ", 10)).toBe("a b");
  expect(oneLine("abcdef", 4)).toBe("abc…");
  expect(oneLine("注文注文", 5)).toBe("注文…");
});

it("leaves lines alone that fit", () => {
  const lines = ["  a   b", "", "é".repeat(30)];
  expect(fit(lines, 30)).toEqual(lines);
});

it("goes on under the text of a label where a line does not fit", () => {
  expect(fit(["  Rule  Each effect happens exactly once."], 26)).toEqual([
    "  Rule  Each effect",
    "        happens exactly",
    "        once.",
  ]);
  expect(fit(["  execution 1  charge 1 ● 2 ● 3 ● done"], 30)).toEqual([
    "  execution 1  charge 1 ● 2 ●",
    "               3 ● done",
  ]);
  expect(fit(["    indented words that go on"], 20)).toEqual(["    indented words", "    that go on"]);
});

it("breaks coloured lines by what is seen of them", () => {
  const red = (line: string): string => `\u001b[31m${line}\u001b[39m`;
  expect(fit([red("twelve chars")], 12)).toEqual([red("twelve chars")]);
  for (const line of fit([red("a".repeat(50))], 20)) expect(widthOf(line)).toBeLessThanOrEqual(20);
});

it("prints lines without a space at their ends or one that is no usual space", () => {
  expect(printed(["a\u00a0b  ", ""])).toBe("a b\n\n");
});
