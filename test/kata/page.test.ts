// Pages: one failing spec, the rest in a sentence, and no meaning that hangs on colour.
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { type Ink, plainInk } from "#terminal";
import type { Lesson } from "../../src/kata/lessons.ts";
import { allSolvedPage, listLine, courseLine, verdictPage } from "../../src/kata/page.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";

const lesson: Lesson = { number: 3, name: "03-cursors", folder: "/k/lessons/03-cursors", title: "Cursors" };
const failures: Failure[] = ["first", "second", "third", "fourth", "fifth"].map((spec) => ({
  kind: "broken-rule",
  spec,
  frame: `✗ The ${spec} went wrong.\n\n  timeline\n\n  Rule  Once.\n  Next  Look.`,
}));
const red: Verdict = { lesson, green: 3, total: 8, specs: ["zeroth", "first", "second"], failures, printed: [] };
const show = (verdict: Verdict): string => `\n${verdictPage(verdict).join("\n")}\n`;

const code = (n: number) => (text: string) => `\x1b[${n}m${text}\x1b[0m`;

describe("a page", () => {
  it("shows the first failing spec only", () => {
    expect(show(red)).toMatchInlineSnapshot(`
      "
      Lesson 3 · Cursors
      Read lessons/03-cursors/README.md, edit exercise.ts.

      █████████░░░░░░░░░░░░░░░  3 of 8 specs green

      Spec 2  first
      ✗ The first went wrong.

        timeline

        Rule  Once.
        Next  Look.

      4 more come after it, not run yet.
      "
    `);
  });

  it("shows every failing spec on request", () => {
    const page = verdictPage(red, { all: true }).join("\n");
    for (const spec of ["first", "second", "third", "fourth", "fifth"])
      expect(page).toContain(`The ${spec} went wrong.`);
    expect(page).not.toContain("after it");
  });

  it("says that a lesson is solved", () => {
    expect(show({ ...red, green: 8, failures: [] })).toMatchInlineSnapshot(`
      "
      Lesson 3 · Cursors
      Read lessons/03-cursors/README.md, edit exercise.ts.

      ████████████████████████  8 of 8 specs green

      ✓ Every spec is green: this lesson is solved.
        Next  Read "When it is green" in lessons/03-cursors/README.md.
      "
    `);
  });

  it("never shows a full bar while something is red", () => {
    const page = verdictPage({ ...red, green: 999, total: 1000, failures: failures.slice(0, 1) });
    expect(page.join("\n")).toContain("█░  999 of 1000 specs green");
  });

  it("counts all specs as waiting when the failure belongs to none of them", () => {
    const page = verdictPage({ ...red, failures: [{ kind: "hung", seconds: 10 }] });
    expect(page.at(-1)).toBe("5 specs come after it, not run yet.");
    expect(verdictPage({ ...red, green: 0, total: 0, failures: [{ kind: "no-specs" }] }).join("\n")).toContain(
      "no spec could run",
    );
  });

  it("shows five lines of what the exercise printed, and counts the others", () => {
    const printed = Array.from({ length: 412 }, (_, index) => `order ${index}`);
    const page = verdictPage({ ...red, printed }).join("\n");
    expect(page).toContain("Your code printed:\n  │ order 0\n");
    expect(page).toContain("  │ order 4\n  │ … and 407 more lines\n");
  });

  it("says the same with colour as without", () => {
    const ink: Ink = { good: code(32), bad: code(31), strong: code(1), faint: code(2), link: (text) => text };
    const coloured = verdictPage({ ...red, printed: ["hi"] }, { ink });
    expect(coloured.join("\n")).toContain("\x1b[31m✗ The first went wrong.\x1b[0m");
    expect(coloured.map(stripVTControlCharacters)).toEqual(verdictPage({ ...red, printed: ["hi"] }));
  });

  it("lists the lessons with what is known of them", () => {
    const other: Lesson = { ...lesson, number: 4, name: "04-nested-iteration" };
    const green: Lesson = { ...lesson, number: 2, name: "02-steps" };
    const lessons = [green, lesson, other];
    const known = new Map([
      [lesson, { green: 3, total: 8, solved: false }],
      [green, { green: 8, total: 8, solved: true }],
    ]);
    const lines = lessons.map((each) => listLine(each, lessons, known.get(each), { here: each === lesson }));
    expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      ✓ 02-steps             solved
      ✗ 03-cursors           3 of 8 specs green  ← you are here
      · 04-nested-iteration  not run yet
      "
    `);
    expect(courseLine(lessons, lesson, (each) => known.get(each), plainInk)).toBe(" ✓ [✗] · ");
  });

  it("says what comes when all are solved", () => {
    expect(`\n${allSolvedPage([lesson, lesson]).join("\n")}\n`).toMatchInlineSnapshot(`
      "
      ✓ All 2 lessons are solved.

        Next  Compare your exercises with solutions/NN-name/README.md: each explains
              the choices and what they cost.
              Then solve one again in the other style: steps, or iteration. Specs know
              no style.
      "
    `);
  });
});
