// A terminal sees a bar that moves, a pipe only what stays; colour is an extra.
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { escape, lastPicture, play } from "./screens.ts";

const colour = new RegExp(`${escape}\\[\\d+m`, "g");
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const bars = (output: string): number => output.split("\r").length - 1;

const commandLines = [
  "orders",
  "orders --naive",
  "orders --crash-after 20",
  "orders --orders 10000",
  "orders --orders 1",
];

describe.each(commandLines)("%s", (commandLine) => {
  it("leaves on a terminal what a pipe receives", async () => {
    const terminal = await play(commandLine, { columns: 80, env: { NO_COLOR: "1" } });
    const pipe = await play(commandLine);
    expect(lastPicture(terminal.output)).toBe(pipe.output);
  });

  it("takes at most a second", async () => {
    const { pauses } = await play(commandLine, { columns: 80 });
    expect(sum(pauses)).toBeLessThanOrEqual(1_000);
    for (const ms of pauses) expect(ms).toBeGreaterThanOrEqual(20);
  });
});

describe("in a terminal", () => {
  it("redraws the bar often enough to be seen moving", async () => {
    const { output, pauses } = await play("orders --naive", { columns: 80 });
    expect(bars(output)).toBeGreaterThanOrEqual(30);
    expect(bars(output)).toBe(pauses.length);
    expect(sum(pauses)).toBeGreaterThan(900);
  });

  it("never draws a bar that the terminal would break in two", async () => {
    const { output } = await play("orders --naive", { columns: 40 });
    const drawn = output.split("\n").flatMap((line) => line.split("\r").slice(1));
    expect(drawn.length).toBeGreaterThan(30);
    for (const bar of drawn) expect(stripVTControlCharacters(bar).length).toBeLessThan(40);
  });

  it("uses colour, which says nothing that the words do not say", async () => {
    const terminal = await play("orders --naive", { columns: 80 });
    expect(terminal.output).toContain(`${escape}[31m  ✗ no        ${escape}[39mthis is wrong`);
    const words = terminal.output.replaceAll(colour, "");
    expect(lastPicture(words)).toBe((await play("orders --naive")).output);
  });

  it("does not redraw when the terminal cannot", async () => {
    const terminal = await play("orders", { columns: 80, env: { TERM: "dumb" } });
    expect(terminal.output).toBe((await play("orders")).output);
    expect(terminal.pauses).toEqual([]);
  });

  it("breaks its lines where the terminal ends", async () => {
    const { output } = await play("orders --naive", { columns: 40 });
    const lines = lastPicture(stripVTControlCharacters(output.replaceAll(`${escape}[K`, ""))).split("\n");
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
  });

  it("uses no colour with NO_COLOR", async () => {
    const { output } = await play("orders --naive", { columns: 80, env: { NO_COLOR: "1" } });
    expect(output.replaceAll(`${escape}[K`, "")).not.toContain(escape);
  });
});

describe("in a pipe", () => {
  it.each(commandLines)("sends no control characters and does not wait: %s", async (commandLine) => {
    const { output, pauses } = await play(commandLine);
    expect(output).not.toContain("\r");
    expect(output).not.toContain(escape);
    expect(pauses).toEqual([]);
  });
});
