// Which files are read as exercises.
import { expect, test } from "vitest";
import { exercisePath } from "../../../src/simulation/modules/exercise-files.ts";

test.each([
  ["/kata", "/kata/lessons/02-steps/exercise.ts", "lessons/02-steps/exercise.ts"],
  ["/kata", "/kata/lessons/02-steps/keys.ts", "lessons/02-steps/keys.ts"],
  ["/kata", "/kata/lessons/02-steps/deep/er/keys.mjs", "lessons/02-steps/deep/er/keys.mjs"],
  ["/kata", "/kata/solutions/02-steps/count-kept.ts", "solutions/02-steps/count-kept.ts"],
  ["/kata", "/kata/test/wrong/02-steps/no-key.ts", "test/wrong/02-steps/no-key.ts"],
  ["/kata", "/kata/test/diagnosis/heldout/no-key.ts", "test/diagnosis/heldout/no-key.ts"],
  ["/kata", "/kata/.kata/kept/exercise.ts", ".kata/kept/exercise.ts"],
  ["/kata/", "/kata/lessons/02-steps/exercise.ts?t=17&import", "lessons/02-steps/exercise.ts"],
  ["C:/kata", "C:\\kata\\lessons\\02-steps\\exercise.ts", "lessons/02-steps/exercise.ts"],
  ["c:\\kata", "C:/kata/lessons/02-steps/exercise.ts", "lessons/02-steps/exercise.ts"],
  ["/a #1? 100%/kata", "/a #1? 100%/kata/lessons/02-steps/exercise.ts", "lessons/02-steps/exercise.ts"],
  ["/kata", "/kata/lessons/02 # steps/100%?.ts?t=1", "lessons/02 # steps/100%?.ts"],
])("in %s, %s is one", (root, file, path) => {
  expect(exercisePath(root, file)).toBe(path);
});

test.each([
  ["/kata", "/kata/src/jobs/index.ts"],
  ["/kata", "/kata/src/simulation/run/run.ts"],
  ["/kata", "/kata/lessons/02-steps/exercise.spec.ts"],
  ["/kata", "/kata/test/diagnosis/diagnosis.test.ts"],
  ["/kata", "/kata/test/matrix/main.ts"],
  ["/kata", "/kata/lessons/node_modules/pad/index.js"],
  ["/kata", "/kata/lessons/02-steps/orders.csv"],
  ["/kata", "/kata/lessons/02-steps/types.d.ts"],
  ["/kata", "/katana/lessons/02-steps/exercise.ts"],
  ["/kata", "/other/lessons/02-steps/exercise.ts"],
  ["/kata", "\0virtual:lessons/02-steps/exercise.ts"],
  // A checkout in a folder that is called like one of ours.
  ["/home/me/lessons/kata", "/home/me/lessons/kata/src/jobs/index.ts"],
  ["C:\\solutions\\kata", "C:\\solutions\\kata\\src\\jobs\\index.ts"],
])("in %s, %s is none", (root, file) => {
  expect(exercisePath(root, file)).toBeUndefined();
});
