// From errors, in the shape in which vitest 4.1 hands them over, to the kinds of failure.
import { describe, expect, it } from "vitest";
import { loadFailure, specFailure, unhandledFailure } from "../../src/kata/failure-of.ts";

const root = "/nowhere";
const stacks = [
  { file: "/nowhere/src/simulation/run.ts", line: 3, column: 1 },
  { file: "/nowhere/lessons/03-cursors/exercise.ts", line: 12, column: 5 },
  { file: "/nowhere/lessons/03-cursors/exercise.spec.ts", line: 40, column: 5 },
];
const place = { file: "lessons/03-cursors/exercise.ts", line: 12 };

describe("an error of a spec", () => {
  it("from our checks keeps its message byte for byte", () => {
    const message = "✗ Twice.\n\n   1  charge 7   \n\n  Rule  Once.";
    expect(specFailure(root, "s", { name: "BrokenRule", message, stacks })).toEqual({
      kind: "broken-rule",
      spec: "s",
      frame: message,
    });
  });

  it("points at the first line in lessons/, not at the engine", () => {
    expect(specFailure(root, "s", { name: "Error", message: "Not written yet: x", stacks })).toEqual({
      kind: "thrown",
      spec: "s",
      message: "Not written yet: x",
      place,
    });
  });

  it("is named when its name says something, and has words when it brings none", () => {
    expect(specFailure(root, "s", { name: "TypeError", message: "x is not a function" })).toHaveProperty(
      "message",
      "TypeError: x is not a function",
    );
    expect(specFailure(root, "s", { name: "Error", message: "" })).toHaveProperty("message", "Error");
    expect(specFailure(root, "s", { message: "" })).toHaveProperty("message", "an error without a message");
  });

  it("from vitest's expect brings both sides", () => {
    const error = {
      name: "AssertionError",
      message: "expected 1 to be 2 // Object.is equality",
      expected: "2",
      actual: "1",
      stacks,
    };
    expect(specFailure(root, "s", error)).toEqual({
      kind: "assertion",
      spec: "s",
      message: "expected 1 to be 2",
      expected: "2",
      received: "1",
      place,
    });
  });

  it("from vitest's timeout is a promise that never settles", () => {
    const error = { name: "Error", message: "Test timed out in 5000ms.\nIf this is a long-running test, …" };
    expect(specFailure(root, "s", error)).toEqual({ kind: "never-settled", spec: "s", seconds: 5 });
  });
});

describe("an error while loading", () => {
  it("that is a syntax error tells message, line and column without colours", () => {
    const message =
      "Transform failed with 1 error:\n\n\x1b[31m[PARSE_ERROR] \x1b[0mUnexpected token\n   ╭─[ lessons/03-cursors/exercise.ts:3:13 ]\n";
    expect(loadFailure(root, { message })).toEqual({
      kind: "syntax",
      message: "Unexpected token",
      place: { file: "lessons/03-cursors/exercise.ts", line: 3, column: 13 },
    });
  });

  it("that is a lost module tells which and where", () => {
    const message = "Cannot find module './nowhere.ts' imported from /nowhere/lessons/03-cursors/exercise.ts";
    expect(loadFailure(root, { message })).toMatchObject({
      kind: "missing-module",
      specifier: "./nowhere.ts",
      place: { file: place.file },
    });
    const lost = "Cannot find package 'left-pad' imported from '/nowhere/lessons/03-cursors/exercise.ts'";
    expect(loadFailure(root, { message: lost })).toMatchObject({
      kind: "missing-module",
      specifier: "left-pad",
      place: { file: place.file },
    });
  });

  it("that the exercise threw itself is told as it is", () => {
    expect(loadFailure(root, { name: "Error", message: "top level", stacks })).toEqual({
      kind: "not-loaded",
      message: "top level",
      place,
    });
  });

  it("that says there is no suite is an empty spec file", () => {
    expect(loadFailure(root, { message: "No test suite found in file /x" })).toEqual({ kind: "no-specs" });
  });
});

describe("an error that nobody caught", () => {
  it("is found in the text of its stack", () => {
    const stack =
      "Error: lost\n    at f (/nowhere/src/jobs/job.ts:1:1)\n    at g (/nowhere/lessons/03-cursors/exercise.ts:12:66)";
    expect(unhandledFailure(root, { name: "Error", message: "lost", stack, VITEST_TEST_NAME: "s" })).toEqual({
      kind: "unhandled",
      spec: "s",
      message: "lost",
      place,
    });
  });

  it("of a thread that used up its memory is that", () => {
    const cause = {
      message: "Worker terminated due to reaching memory limit: JS heap out of memory",
      code: "ERR_WORKER_OUT_OF_MEMORY",
    };
    expect(unhandledFailure(root, { message: "[vitest-pool]: Worker threads emitted error.", cause })).toEqual({
      kind: "out-of-memory",
    });
  });
});
