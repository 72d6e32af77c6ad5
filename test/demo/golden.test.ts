// What people read, whole. After a change on purpose: npx vitest run --project test test/demo -u; then read the diff.
import { expect, it } from "vitest";
import { play } from "./screens.ts";

it.each([
  ["list", ""],
  ["help", "--help"],
  ["orders", "orders"],
  ["orders-naive", "orders --naive"],
  ["orders-crash-after", "orders --crash-after 20"],
  ["orders-both-faults", "orders --sigterm-after 20 --crash-after 40 --seed 7"],
  ["orders-naive-in-luck", "orders --naive --sigterm-after 36"],
])("shows %s", async (file, commandLine) => {
  const { exitCode, output, errors } = await play(commandLine);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  await expect(output).toMatchFileSnapshot(`golden/${file}.txt`);
});
