// The output fits a terminal of 80 columns and a pipe, whatever was set.
import { describe, expect, it } from "vitest";
import { type LabOptions, limits } from "../../src/lab/options.ts";
import { advice } from "../../src/lab/advice.ts";
import { measuredCurve } from "../../src/lab/curve.ts";
import { call } from "./call.ts";

/** Every combination of the least and the most that each number may be. */
const corners = limits.items.flatMap((items) =>
  [1, items].flatMap((batch) =>
    limits["item-ms"].flatMap((itemMs) =>
      limits["checkpoint-ms"].flatMap((checkpointMs) =>
        limits["mtbf-min"].map(
          (mtbfMin) =>
            `--items ${items} --batch ${batch} --item-ms ${itemMs} --checkpoint-ms ${checkpointMs} --mtbf-min ${mtbfMin}`,
        ),
      ),
    ),
  ),
);

describe.each(["", "--help", ...corners])("npm run lab -- %s", async (commandLine) => {
  const { exitCode, output } = await call(commandLine);

  it("fits into 80 columns and has no control characters", () => {
    expect(exitCode).toBe(0);
    expect(output.replaceAll(/[\n -~·√│┤└┬─●▲↑²]/gu, "")).toBe("");
    expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(output.split("\n").filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it("has a number wherever there should be one", () => {
    expect(output).not.toMatch(/NaN|Infinity|undefined|-0/);
  });
});

it("points at the chosen size, that of the formula and the best measured, in their columns", async () => {
  const lines = (await call("--batch 1")).output.split("\n");
  const axis = lines.findIndex((line) => line.includes("└"));
  const column = (words: string): number => lines.find((line) => line.includes(words))?.indexOf("▲") ?? -1;
  expect(column("chosen: 1 item")).toBe(lines[axis]?.indexOf("┬"));
  expect(column("least by the formula: 120 items")).toBe(12 + Math.round((63 * Math.log(120)) / Math.log(500)));
  expect(column("least measured: ")).toBe(12 + Math.round((63 * Math.log(126)) / Math.log(500)));
});

describe("says what to do:", () => {
  const options: LabOptions = { batch: 50, itemMs: 100, checkpointMs: 40, mtbfMin: 30, items: 5_000, seed: 1 };
  const said = (changes: Partial<LabOptions>): string => {
    const all = { ...options, ...changes };
    return advice(measuredCurve(all), all).replaceAll("\u00a0", " ");
  };

  it("keep a good size", () => {
    expect(said({ batch: 110 })).toMatch(/^Keep the batch at 110 items: /);
    expect(said({ batch: 130 })).toMatch(/^Keep the batch at 130 items: /);
  });

  it("make a small batch larger, a large one smaller", () => {
    expect(said({ batch: 1 })).toMatch(/^Make the batch about 120 items instead of 1: .* a SIGTERM waits up to 12 s /);
    expect(said({ batch: 5_000 })).toMatch(/^Make the batch about 120 items instead of 5,000: /);
  });

  it("go by the measurement where the formula is far off", () => {
    // 120 of 121 items would leave a batch of one, with a checkpoint of its own.
    expect(said({ items: 121, batch: 1 })).toMatch(/^Make the batch 121 items instead of 1: /);
  });

  it("split the items when one of them takes longer than failures let it", () => {
    expect(said({ itemMs: 120_000, mtbfMin: 1 })).toMatch(
      /^Split the items into smaller ones: an item takes 2 min and/,
    );
    expect(said({ itemMs: 600_000, mtbfMin: 1, seed: 5 })).toMatch(/^Split the items/);
  });
});
