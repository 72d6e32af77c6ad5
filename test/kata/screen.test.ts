// A screen shows its head and its foot whatever the terminal has room for; the body is scrolled.
import fc from "fast-check";
import { expect, it } from "vitest";
import { widthOf } from "#terminal";
import { layOut } from "../../src/kata/screen.ts";

const lines = (name: string, count: number) => Array.from({ length: count }, (_, line) => `${name} ${line}`);
const screen = { head: ["title"], body: lines("body", 30), foot: ["keys"] };

it("shows all where there is room, from the first line", () => {
  const { lines: shown, from } = layOut(screen, { columns: 80, rows: 40 }, 7);
  expect(shown).toEqual(["title", "", ...screen.body, "", "keys"]);
  expect(from).toBe(0);
});

it("shows as much of the body as there is room for, and says which part", () => {
  const { lines: shown } = layOut(screen, { columns: 80, rows: 10 }, 3);
  expect(shown).toEqual(["title", "", ...screen.body.slice(3, 8), "↑↓ lines 4 to 8 of 30", "keys"]);
});

it("scrolls no further than to the last line", () => {
  expect(layOut(screen, { columns: 80, rows: 10 }, 1_000).lines).toContain("body 29");
  expect(layOut(screen, { columns: 80, rows: 10 }, 1_000).from).toBe(25);
});

it("never has more lines than rows, nor a line wider than the terminal, and reaches every line of the body", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 90 }), fc.integer({ min: 14, max: 40 }), (body, columns, rows) => {
      const seen = new Set<string>();
      for (let from = 0, last = -1; from !== last;) {
        const shown = layOut({ head: ["title", "verdict"], body, foot: ["keys"] }, { columns, rows }, from);
        expect(shown.lines.length).toBeLessThan(rows);
        for (const line of shown.lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        for (const line of shown.lines) seen.add(line);
        last = from;
        from = Math.max(
          shown.from,
          layOut({ head: ["title", "verdict"], body, foot: ["keys"] }, { columns, rows }, from + shown.room).from,
        );
      }
      const all = layOut({ head: [], body, foot: [] }, { columns, rows: Infinity }, 0).lines;
      for (const line of all.filter((one) => one !== "")) expect(seen).toContain(line);
    }),
  );
});
