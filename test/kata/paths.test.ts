// Paths are compared in whatever way they are written.
import { expect, it } from "vitest";
import { chooseLesson, type Lesson } from "../../src/kata/lessons.ts";
import { unhandledFailure } from "../../src/kata/failure-of.ts";
import { isBelow } from "../../src/kata/paths.ts";

it.each([
  ["/k/lessons", "/k/lessons/03/exercise.ts", true],
  ["/k/lessons/", "/k/lessons/03/exercise.ts", true],
  ["/k/lessons", "/k/lessons-old/exercise.ts", false],
  [String.raw`C:\k\lessons`, "c:/k/lessons/03/exercise.ts", true],
  [String.raw`c:\k\lessons`, String.raw`C:\k\lessons\03\exercise.ts`, true],
  [String.raw`C:\k\lessons`, "D:/k/lessons/03/exercise.ts", false],
])("below %s is %s: %s", (folder, file, expected) => {
  expect(isBelow(folder, file)).toBe(expected);
});

it.each(["file:///a%20%23%2520%20b/lessons/03/exercise.ts", "/a #%20 b/lessons/03/exercise.ts"])(
  "finds the learner's line in a stack: %s",
  (file) => {
    const stack = `Error: x\n    at Object.f (/a #%20 b/src/jobs/job.ts:1:2)\n    at async g (${file}:7:3)`;
    const failure = unhandledFailure("/a #%20 b", { message: "x", stack });
    expect(failure).toMatchObject({ place: { file: "lessons/03/exercise.ts", line: 7 } });
  },
);

it("takes a lesson's path with either slash", () => {
  const lesson: Lesson = { number: 3, name: "03-cursors", folder: "", title: "" };
  for (const typed of ["lessons/03-cursors", String.raw`.\lessons\03-cursors\ `.trim()]) {
    expect(chooseLesson([lesson], typed)).toBe(lesson);
  }
});
