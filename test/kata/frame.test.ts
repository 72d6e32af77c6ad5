// The frame of each kind of failure, as a learner reads it. Read the snapshots: they are the text.
import { describe, expect, it } from "vitest";
import { frame } from "../../src/kata/frame.ts";
import type { Lesson } from "../../src/kata/lessons.ts";
import type { Failure, Place } from "../../src/kata/verdict.ts";

const lesson: Lesson = { number: 3, name: "03-cursors", folder: "/k/lessons/03-cursors", title: "Cursors" };
const place: Place = {
  file: "lessons/03-cursors/exercise.ts",
  line: 12,
  text: "    const order = = next();",
  column: 19,
};
const spec = "charges each pending order once";
const show = (failure: Failure): string => `\n${frame(failure, lesson).join("\n")}\n`;

describe("the frame of", () => {
  it("a broken rule is the message of the check, untouched", () => {
    const text = "✗ Order 7 was charged twice.\n\n  1  charge 7  \n\n  Rule  Once.\n  Next  Look.";
    expect(frame({ kind: "broken-rule", spec, frame: text }, lesson).join("\n")).toBe(text);
  });

  it("an exercise that is not written yet", () => {
    const line = { ...place, text: '  throw new Error("Not written yet: open the README.");' };
    const { column: _column, ...plain } = line;
    expect(show({ kind: "thrown", spec, message: "Not written yet: open the README.", place: plain }))
      .toMatchInlineSnapshot(`
        "
        ✗ Not written yet: open the README.

          lessons/03-cursors/exercise.ts:12
              throw new Error("Not written yet: open the README.");

          Rule  charges each pending order once
          Next  Open lessons/03-cursors/exercise.ts:12.
        "
      `);
  });

  it("an error without a place in the lessons", () => {
    expect(show({ kind: "thrown", spec, message: "TypeError: x is not iterable" })).toMatchInlineSnapshot(`
      "
      ✗ TypeError: x is not iterable

        Rule  charges each pending order once
        Next  Open lessons/03-cursors/exercise.ts.
      "
    `);
  });

  it("an assertion", () => {
    const { column: _column, ...at } = {
      ...place,
      file: "lessons/03-cursors/exercise.spec.ts",
      text: "  expect(ids).toEqual([1, 2, 3]);",
    };
    expect(
      show({
        kind: "assertion",
        spec,
        message: "expected [ 1, 2 ] to deeply equal [ 1, 2, 3 ]",
        expected: "[\n  1,\n  2,\n  3,\n]",
        received: "[\n  1,\n  2,\n]",
        place: at,
      }),
    ).toMatchInlineSnapshot(`
      "
      ✗ expected [ 1, 2 ] to deeply equal [ 1, 2, 3 ]

        expected  [ 1, 2, 3, ]
        received  [ 1, 2, ]

        lessons/03-cursors/exercise.spec.ts:12
            expect(ids).toEqual([1, 2, 3]);

        Rule  charges each pending order once
        Next  Read the spec at lessons/03-cursors/exercise.spec.ts:12, then change
              exercise.ts.
      "
    `);
  });

  it("an assertion about long values shows where they begin to differ", () => {
    const long = Array.from({ length: 40 }, (_, index) => index).join(", ");
    const failure: Failure = {
      kind: "assertion",
      spec,
      message: "expected …",
      expected: long,
      received: long.replace("30, 31", "30, 99"),
    };
    expect(show(failure)).toMatchInlineSnapshot(`
      "
      ✗ expected …

        expected  …26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
        received  …26, 27, 28, 29, 30, 99, 32, 33, 34, 35, 36, 37, 38, 39

        Rule  charges each pending order once
        Next  Read the spec at lessons/03-cursors/exercise.spec.ts, then change
              exercise.ts.
      "
    `);
  });

  it("shows the lines that differ of a value that is longer", () => {
    const value = (status: string): string =>
      `[\n${[1, 2, 3, 4].map((id) => `  {\n    "id": ${id},\n    "status": "${id === 3 ? status : "pending"}",\n  },`).join("\n")}\n]`;
    const failure = { kind: "assertion", spec, message: "expected …", place } as const;
    expect(show({ ...failure, expected: value("processed"), received: value("pending") })).toMatchInlineSnapshot(`
      "
      ✗ expected …

        - expected   + received
              "id": 3,
        -     "status": "processed",
        +     "status": "pending",
            },

        lessons/03-cursors/exercise.ts:12
            const order = = next();
                          ^

        Rule  charges each pending order once
        Next  Read the spec at lessons/03-cursors/exercise.ts:12, then change
              exercise.ts.
      "
    `);
    const lines = (sign: string): string => Array.from({ length: 40 }, (_, index) => `${sign}${index}`).join("\n");
    expect(show({ ...failure, expected: lines("a"), received: lines("b") })).toContain("… and 68 more lines");
  });

  it("a syntax error", () => {
    expect(show({ kind: "syntax", message: "Unexpected token", place })).toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.ts:12 cannot be read as TypeScript: Unexpected
        token.

        lessons/03-cursors/exercise.ts:12
            const order = = next();
                          ^

        Rule  Before a spec can run, the file has to parse.
        Next  Correct line 12 (or the one before it) and save.
      "
    `);
  });

  it("a module that does not exist", () => {
    const { column: _column, ...at } = { ...place, line: 1, text: 'import { x } from "./nowhere.ts";' };
    expect(show({ kind: "missing-module", specifier: "./nowhere.ts", place: at })).toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.ts imports "./nowhere.ts", and there is no such
        file or package.

        lessons/03-cursors/exercise.ts:1
            import { x } from "./nowhere.ts";

        Rule  An exercise imports #jobs, #shop, and files that exist.
        Next  Correct the import at lessons/03-cursors/exercise.ts:1 and save.
      "
    `);
  });

  it("an export that does not exist", () => {
    const { column: _column, ...at } = { ...place, line: 1, text: 'import { defineJobs } from "#jobs";' };
    expect(show({ kind: "missing-export", name: "defineJobs", specifier: "#jobs", place: at })).toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.ts imports "defineJobs" from "#jobs", which does
        not export that name.

        lessons/03-cursors/exercise.ts:1
            import { defineJobs } from "#jobs";

        Rule  What is imported has to be exported, under the same name.
        Next  Correct the import at lessons/03-cursors/exercise.ts:1.
      "
    `);
    expect(show({ kind: "missing-export", name: "charge", specifier: "#lesson/03-cursors", place: at }))
      .toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.ts imports "charge" from "#lesson/03-cursors",
        which does not export that name.

        lessons/03-cursors/exercise.ts:1
            import { defineJobs } from "#jobs";

        Rule  What is imported has to be exported, under the same name.
        Next  Put "export" before charge in lessons/03-cursors/exercise.ts, or give it
              that name again.
      "
    `);
  });

  it("a file that was deleted", () => {
    expect(show({ kind: "missing-file", file: "exercise.ts" })).toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.ts is not there any more.

        git checkout -- lessons/03-cursors/exercise.ts

        Rule  A lesson is three files: README.md, exercise.ts, exercise.spec.ts.
        Next  The command above brings back what you committed last, or the starter.
              Was it kept by a reset? Then npm run kata -- restore 3 has it. Your
              editor may have it, too.
      "
    `);
  });

  it("a spec file without specs", () => {
    expect(show({ kind: "no-specs" })).toMatchInlineSnapshot(`
      "
      ✗ lessons/03-cursors/exercise.spec.ts holds no spec.

        git checkout -- lessons/03-cursors/exercise.spec.ts

        Rule  A lesson is solved when all its specs are green, and it has at least
              one.
        Next  The command above brings the specs back. Your exercise is not touched.
      "
    `);
  });

  it("an endless loop, with and without its line", () => {
    const { column: _column, ...at } = { ...place, text: "  for (;;) {" };
    expect(show({ kind: "hung", seconds: 10, place: at })).toMatchInlineSnapshot(`
      "
      ✗ There was no result for 10 seconds, so the run was ended: most likely a loop
        in exercise.ts never ends.

        lessons/03-cursors/exercise.ts:12
            for (;;) {

        Rule  Every loop needs something that ends it: a cursor that moves on, a list
              that becomes shorter.
        Next  Look at the loop around lessons/03-cursors/exercise.ts:12, correct it
              and save.
      "
    `);
    expect(show({ kind: "hung", seconds: 10 })).toContain("Next  Look at the loops in lessons/03-cursors/exercise.ts");
  });

  it("a loop that fills the memory", () => {
    expect(show({ kind: "out-of-memory" })).toMatchInlineSnapshot(`
      "
      ✗ The run used up its memory and was ended: most likely a loop in exercise.ts
        never ends and keeps adding.

        Rule  Every loop needs something that ends it: a cursor that moves on, a list
              that becomes shorter.
        Next  Look at the loops in lessons/03-cursors/exercise.ts, correct it and
              save.
      "
    `);
  });

  it("a promise that never settles", () => {
    expect(show({ kind: "never-settled", spec, seconds: 5 })).toMatchInlineSnapshot(`
      "
      ✗ The spec waited 5 seconds for the exercise, which never came back.

        Rule  charges each pending order once
        Next  Look in exercise.ts for an await on a promise that nothing resolves.
      "
    `);
  });

  it("a promise that nobody awaits", () => {
    expect(show({ kind: "unhandled", spec, message: "the mailer is down" })).toMatchInlineSnapshot(`
      "
      ✗ A promise that nobody awaited failed: the mailer is down

        Rule  Every promise is awaited or returned: what is not awaited is lost in a
              crash. (It happened in: charges each pending order once)
        Next  Put an await before the call at lessons/03-cursors/exercise.ts.
      "
    `);
  });

  it("an exercise that cannot be loaded", () => {
    expect(show({ kind: "not-loaded", message: "ReferenceError: oops is not defined" })).toMatchInlineSnapshot(`
      "
      ✗ No spec could start. While the file was loaded: ReferenceError: oops is not
        defined

        Rule  A lesson's files load without an error; work is done when a job runs.
        Next  Open lessons/03-cursors/exercise.ts.
      "
    `);
  });

  it("specs that are skipped", () => {
    expect(show({ kind: "skipped", spec, count: 2 })).toMatchInlineSnapshot(`
      "
      ✗ 2 specs were skipped; the first: charges each pending order once

        Rule  A lesson is solved when all its specs are green.
        Next  Take .skip, .only and .todo out of lessons/03-cursors/exercise.spec.ts.
      "
    `);
  });

  it("anything keeps to 80 columns and to four parts", () => {
    const long = "word ".repeat(60) + "x".repeat(200);
    const wide: Place = { ...place, file: `lessons/03-cursors/exercise.ts`, text: `      ${long}`, column: 150 };
    const all: Failure[] = [
      { kind: "thrown", spec: long, message: long, place: wide },
      { kind: "assertion", spec: long, message: long, expected: long, received: `${long}!`, place: wide },
      { kind: "syntax", message: long, place: wide },
      { kind: "missing-module", specifier: long, place: wide },
      { kind: "missing-export", name: long, specifier: long, place: wide },
      { kind: "unhandled", spec: long, message: long, place: wide },
      { kind: "skipped", spec: long, count: 1 },
    ];
    for (const failure of all) {
      const lines = frame(failure, lesson);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
      expect(lines[0]).toMatch(/^✗ /);
      expect(lines.some((line) => line.startsWith("  Rule  "))).toBe(true);
      expect(lines.some((line) => line.startsWith("  Next  "))).toBe(true);
    }
  });
});
