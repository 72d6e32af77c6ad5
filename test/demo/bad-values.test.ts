// What cannot be used is refused in one sentence that names it and says what to type.
import { describe, expect, it } from "vitest";
import { play, playArgs } from "./screens.ts";

const toSeed = "pass a whole number from 1 to 4,294,967,295, as in npm run demo -- orders --seed 20.";
const toOrders = "pass a whole number from 1 to 10,000, as in npm run demo -- orders --orders 20.";
const toSigterm = "pass a whole number from 1 to 10,000, as in npm run demo -- orders --sigterm-after 20.";
const toCrash = "pass a whole number from 1 to 10,000, as in npm run demo -- orders --crash-after 20.";
const flags = "--seed, --orders, --sigterm-after, --crash-after, --html, --naive, --help";

async function refusal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, output, errors } = await playArgs(args, { env });
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
  for (const line of errors.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  return errors.trimEnd().replaceAll("\n", " ");
}

describe("refuses, with exit code 2,", () => {
  it.each([
    ["orders --seed ten", `--seed is "ten": ${toSeed}`],
    ["orders --seed 0", `--seed is "0": ${toSeed}`],
    ["orders --seed -5", `--seed is "-5": ${toSeed}`],
    ["orders --seed=-5", `--seed is "-5": ${toSeed}`],
    ["orders --seed 4294967296", `--seed is "4294967296": ${toSeed}`],
    ["orders --seed 1.5", `--seed is "1.5": ${toSeed}`],
    ["orders --seed", `--seed has no value: ${toSeed}`],
    ["orders --seed --naive", `--seed is "--naive": ${toSeed}`],
    ["orders --orders 0", `--orders is "0": ${toOrders}`],
    ["orders --orders -1", `--orders is "-1": ${toOrders}`],
    ["orders --orders 1e3", `--orders is "1e3": ${toOrders}`],
    ["orders --orders 0x10", `--orders is "0x10": ${toOrders}`],
    ["orders --orders 10001", `--orders is "10001": ${toOrders}`],
    ["orders --orders 99999999999999999999", `--orders is "99999999999999999999": ${toOrders}`],
    ["orders --orders Infinity", `--orders is "Infinity": ${toOrders}`],
    ["orders --sigterm-after 0", `--sigterm-after is "0": ${toSigterm}`],
    ["orders --sigterm-after -3", `--sigterm-after is "-3": ${toSigterm}`],
    ["orders --sigterm-after 2.5", `--sigterm-after is "2.5": ${toSigterm}`],
    ["orders --crash-after 0", `--crash-after is "0": ${toCrash}`],
    ["orders --crash-after -3", `--crash-after is "-3": ${toCrash}`],
    ["orders --crash-after soon", `--crash-after is "soon": ${toCrash}`],
    [
      "orders --sigterm-after 61",
      "--sigterm-after is 61, but only 60 orders are pending: pass a whole number from 1 to 60, or more --orders.",
    ],
    [
      "orders --naive --crash-after 61",
      "--crash-after is 61, but only 60 orders are pending: pass a whole number from 1 to 60, or more --orders.",
    ],
    ["orders --orders 1 --crash-after 2", "--crash-after is 2, but only 1 order is pending: pass 1, or more --orders."],
    ["orders --speed 3", "There is no flag --speed: did you mean --seed?"],
    ["orders --sigterm 3", "There is no flag --sigterm: did you mean --sigterm-after?"],
    ["orders --foo", `There is no flag --foo: choose from ${flags}.`],
    ["orders -n", `There is no flag -n: choose from ${flags}.`],
    ["orders --no-naive", `There is no flag --no-naive: choose from ${flags}.`],
    ["orders --naive=yes", '--naive takes no value: leave out "yes".'],
    ["orders --html", "--html has no file to write to: pass a name, as in npm run demo -- orders --html run.html."],
    [
      "orders --html README.md",
      'There is a file "README.md" already, and it is not a picture of a run: choose another name.',
    ],
    [
      "orders --html no/such/run.html",
      'The picture cannot be written to "no/such/run.html" (there is no such folder): choose another name or folder.',
    ],
    ["--html run.html", "--html needs a demo to go with: type its name first, as in npm run demo -- orders --naive."],
    ["order", 'There is no demo "order": did you mean orders?'],
    ["ordres", 'There is no demo "ordres": did you mean orders?'],
    ["orders naive", '"naive" is one word too many: did you mean --naive?'],
    ["toString", 'There is no demo "toString": choose from orders.'],
    ["orders 7", '"7" is one word too many: flags go after --, as in npm run demo -- orders --seed 20.'],
    ["--naive", "--naive needs a demo to go with: type its name first, as in npm run demo -- orders --naive."],
  ])("%s", async (commandLine, sentence) => {
    expect(await refusal(commandLine.split(" "))).toBe(sentence);
  });

  it("an empty value", async () => {
    expect(await refusal(["orders", "--orders", ""])).toBe(`--orders is "": ${toOrders}`);
  });

  it("control characters, without sending them to the terminal", async () => {
    expect(await refusal(["\u001b[2J"])).toBe(String.raw`There is no demo "\u001b[2J": choose from orders.`);
  });

  it("a word that is too many because npm took the flag before it", async () => {
    expect(await refusal(["orders", "9"], { npm_config_seed: "true" })).toBe(
      "npm kept --seed for itself: type -- before it, as in npm run demo -- orders --seed 20.",
    );
  });

  it("a flag that npm took for its own, because -- was missing", async () => {
    expect(await refusal(["orders"], { npm_config_sigterm_after: "true" })).toBe(
      "npm kept --sigterm-after for itself: type -- before it, as in npm run demo -- orders --sigterm-after 20.",
    );
  });
});

describe("takes", () => {
  it("a switch that npm took for its own, because -- was missing", async () => {
    const { output } = await playArgs(["orders"], { env: { npm_config_naive: "true" } });
    expect(output).toBe((await play("orders --naive")).output);
  });

  it.each([
    "orders --sigterm-after 60",
    "orders --naive --crash-after 60",
    "orders --orders 1 --crash-after 1",
    "orders --seed 4294967295",
    "--seed 3 orders",
    "orders --orders=3",
    "orders -h",
    "--help",
    "",
  ])("%s", async (commandLine) => {
    const { exitCode, errors } = await play(commandLine);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  });
});
