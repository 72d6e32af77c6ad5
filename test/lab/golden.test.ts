// What people read, whole. After a change on purpose: npx vitest run --project test test/lab -u; then read the diff.
import { expect, it } from "vitest";
import { call } from "./call.ts";

it.each([
  ["default", ""],
  ["one-by-one", "--batch 1"],
  ["good-choice", "--items 10000 --checkpoint-ms 2 --item-ms 5 --mtbf-min 5 --seed 7 --batch 215"],
  ["failing-often", "--batch 2 --items 2000 --item-ms 1000 --checkpoint-ms 60000 --mtbf-min 2"],
  ["hopeless", "--item-ms 600000 --mtbf-min 1 --seed 4"],
  ["failing-seldom", "--items 30 --batch 30 --mtbf-min 525600"],
  ["help", "--help"],
])("shows %s", async (file, commandLine) => {
  const { exitCode, output, errors } = await call(commandLine);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  await expect(output).toMatchFileSnapshot(`golden/${file}.txt`);
});
