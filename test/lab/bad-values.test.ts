// What cannot be used is refused in one sentence that names it and says what to type.
import { describe, expect, it } from "vitest";
import { call, callArgs } from "./call.ts";

const to = (flag: string, most: string, least = "1"): string =>
  `pass a whole number from ${least} to ${most}, as in npm run lab -- --${flag} 20.`;
const toBatch = to("batch", "1,000,000");
const flags = "--batch, --item-ms, --checkpoint-ms, --mtbf-min, --items, --seed, --help";

async function refusal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, output, errors } = await callArgs(args, env);
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  for (const line of errors.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  return errors.trimEnd().replaceAll("\n", " ");
}

describe("refuses, with exit code 2,", () => {
  it.each([
    ["--batch ten", `--batch is "ten": ${toBatch}`],
    ["--batch 0", `--batch is "0": ${toBatch}`],
    ["--batch -5", `--batch is "-5": ${toBatch}`],
    ["--batch=-5", `--batch is "-5": ${toBatch}`],
    ["--batch 1.5", `--batch is "1.5": ${toBatch}`],
    ["--batch 1e2", `--batch is "1e2": ${toBatch}`],
    ["--batch 1000001", `--batch is "1000001": ${toBatch}`],
    ["--batch", `--batch has no value: ${toBatch}`],
    ["--batch --items 5", `--batch is "--items": ${toBatch}`],
    ["--item-ms 0", `--item-ms is "0": ${to("item-ms", "600,000")}`],
    ["--item-ms 600001", `--item-ms is "600001": ${to("item-ms", "600,000")}`],
    ["--checkpoint-ms 0", `--checkpoint-ms is "0": ${to("checkpoint-ms", "60,000")}`],
    ["--checkpoint-ms 60001", `--checkpoint-ms is "60001": ${to("checkpoint-ms", "60,000")}`],
    ["--mtbf-min 0.5", `--mtbf-min is "0.5": ${to("mtbf-min", "525,600")}`],
    ["--mtbf-min 525601", `--mtbf-min is "525601": ${to("mtbf-min", "525,600")}`],
    ["--items 1", `--items is "1": ${to("items", "1,000,000", "2")}`],
    ["--items 99999999999999999999", `--items is "99999999999999999999": ${to("items", "1,000,000", "2")}`],
    ["--seed 0", `--seed is "0": ${to("seed", "4,294,967,295")}`],
    ["--seed Infinity", `--seed is "Infinity": ${to("seed", "4,294,967,295")}`],
    [
      "--batch 600",
      "--batch is 600, but there are only 500 items: pass a whole number from 1 to 500, or more --items.",
    ],
    [
      "--items 20 --batch 21",
      "--batch is 21, but there are only 20 items: pass a whole number from 1 to 20, or more --items.",
    ],
    ["--speed 3", "There is no flag --speed: did you mean --seed?"],
    ["--foo", `There is no flag --foo: choose from ${flags}.`],
    ["--toString", `There is no flag --toString: choose from ${flags}.`],
    ["-b 3", `There is no flag -b: choose from ${flags}.`],
    ["--no-help", `There is no flag --no-help: choose from ${flags}.`],
    ["--help=yes", '--help takes no value: leave out "yes".'],
    ["50", '"50" is one word too many: flags go after --, as in npm run lab -- --batch 20.'],
    ["--batch 5 6", '"6" is one word too many: flags go after --, as in npm run lab -- --batch 20.'],
  ])("%s", async (commandLine, sentence) => {
    expect(await refusal(commandLine.split(" "))).toBe(sentence);
  });

  it("an empty value", async () => {
    expect(await refusal(["--batch", ""])).toBe(`--batch is "": ${toBatch}`);
  });

  it("control characters, without sending them to the terminal", async () => {
    expect(await refusal(["\u001b[2J"])).toMatch(String.raw`"\u001b[2J" is one word too many`);
  });

  it("a flag that npm took for its own, because -- was missing", async () => {
    expect(await refusal(["1"], { npm_config_item_ms: "true" })).toBe(
      "npm kept --item-ms for itself: type -- before it, as in npm run lab -- --item-ms 20.",
    );
  });
});

describe("takes", () => {
  it.each([
    "--batch 500",
    "--batch=500",
    "--items 2",
    "--items 20 --batch 20",
    "--batch 600 --items 600",
    "--seed 4294967295",
    "-h",
    "--help",
  ])("%s", async (commandLine) => {
    const { exitCode, errors } = await call(commandLine);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  });

  it("fewer items than the usual batch has: then the batch is all of them", async () => {
    expect((await call("--items 20")).output).toContain("the chosen batch is 20 items");
  });
});
