// The line of a job, read from a line of a stack, wherever the repository lies.
import { expect, it } from "vitest";
import { placeIn } from "../../src/simulation/run/origin.ts";

const roots = ["file:///home/test/lessons/kata/", "/home/test/lessons/kata/"];

it.each([
  ["a path", "    at perform (/home/test/lessons/kata/lessons/03-cursors/exercise.ts:12:5)"],
  ["an address", "    at async perform (file:///home/test/lessons/kata/lessons/03-cursors/exercise.ts:12:5)"],
  ["a query", "    at perform (/home/test/lessons/kata/lessons/03-cursors/exercise.ts?t=1:12:5)"],
])("is found in a frame with %s, although folders above are named like ours", (_how, frame) => {
  expect(placeIn(frame, roots)).toBe("lessons/03-cursors/exercise.ts:12");
});

it.each([
  ["the engine", "    at step (/home/test/lessons/kata/src/jobs/steps.ts:12:5)"],
  ["a spec", "    at /home/test/lessons/kata/lessons/03-cursors/exercise.spec.ts:12:5"],
  ["another repository", "    at perform (/home/test/lessons/other/lessons/03-cursors/exercise.ts:12:5)"],
  ["Node", "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"],
])("is not a line of %s", (_what, frame) => {
  expect(placeIn(frame, roots)).toBeUndefined();
});
