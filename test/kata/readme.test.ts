// The parts of a README that the loop shows.
import { expect, it } from "vitest";
import { findLessons, readmeOf } from "../../src/kata/lessons.ts";
import { paragraphLines, sectionOf, untilList } from "../../src/kata/readme.ts";

const readme = `# Title

## Predict

A job stops at *once*, with \`a * b * c\`. **How many
times?** Say:

- one
- two, or
  three
1. first

## The one idea

No.`;

it("is a section's paragraphs, without emphasis", () => {
  expect(sectionOf(readme, "Predict")).toEqual([
    "A job stops at once, with `a * b * c`. How many\ntimes? Say:",
    "- one\n- two, or\n  three\n1. first",
  ]);
  expect(sectionOf(readme, "The one idea")).toEqual(["No."]);
  expect(sectionOf(readme, "Hints")).toEqual([]);
});

it("is wrapped, a list item by item", () => {
  expect(paragraphLines(sectionOf(readme, "Predict"), 30)).toEqual([
    "  A job stops at once, with `a",
    "  * b * c`. How many times?",
    "  Say:",
    "",
    "  - one",
    "  - two, or three",
    "  1. first",
  ]);
});

it("is shown at green up to the questions that are to be said from memory, and those, but not what comes behind", () => {
  expect(untilList(["One.", "Two. Say:", "- why?\n- when?", "| a | table |"])).toEqual([
    "One.",
    "Two. Say:",
    "- why?\n- when?",
  ]);
  expect(untilList(["One.", "Two.", "Three."])).toEqual(["One.", "Two."]);
});

it("is there in every lesson: a question, and what one knows at the end", () => {
  const lessons = findLessons(".");
  expect(lessons.length).toBeGreaterThan(4);
  for (const lesson of lessons) {
    for (const heading of ["Predict", "When it is green"]) {
      expect([lesson.name, heading, sectionOf(readmeOf(lesson), heading).length > 0]).toEqual([
        lesson.name,
        heading,
        true,
      ]);
    }
  }
});
