// The simulation may not know the terminal, and breaks lines and writes times by itself: as the terminal does.
import fc from "fast-check";
import { expect, it } from "vitest";
import { duration, wrap } from "#terminal";
import { sayTime } from "../../src/simulation/picture/say-time.ts";
import { wrap as wrapFrame } from "../../src/simulation/picture/wrap.ts";

const words = fc.array(
  fc.oneof(
    fc.stringMatching(/^[a-z.:'{}"]{1,14}$/),
    fc.stringMatching(/^[a-z注文é🛒]{1,200}$/u),
    fc.constantFrom("", "\n", "\t", "x".repeat(200), "注文".repeat(50)),
  ),
  { maxLength: 60 },
);
const margins = fc.constantFrom(
  { first: "✗ ", rest: "  " },
  { first: "  Rule  ", rest: "        " },
  { first: "  ", rest: "  " },
);

it("frames break lines where pages do", () => {
  fc.assert(
    fc.property(words, margins, (paragraph, { first, rest }) => {
      const text = paragraph.join(" ");
      expect(wrapFrame(text, { first, rest })).toEqual(wrap(text, { first, rest }));
    }),
  );
});

it("frames write times as pages do", () => {
  const time = fc.oneof(
    fc.nat({ max: 200_000 }),
    fc.nat({ max: 10_000_000_000 }),
    fc.constantFrom(999, 59_999, 3_599_999),
  );
  fc.assert(
    fc.property(time, (ms) => {
      expect(sayTime(ms)).toBe(duration(ms).replaceAll("\u00a0", " "));
    }),
  );
});
