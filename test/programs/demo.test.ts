// The demo as a process of its own, in a pipe.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url);

function start(commandLine: string) {
  const { FORCE_COLOR: _, ...env } = process.env;
  const args = ["--import", "tsx", "src/demo/main.ts", ...commandLine.split(" ")];
  const child = spawn(process.execPath, args, { cwd: repository, env, stdio: ["ignore", "pipe", "pipe"] });
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, exitCode };
}

it("prints what it prints in a pipe, and exits with 0", async () => {
  const { child, exitCode } = start("orders --naive");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(output).toBe(await readFile(new URL("../demo/golden/orders-naive.txt", import.meta.url), "utf8"));
  expect(errors).toBe("");
  expect(await exitCode).toBe(0);
});

it("exits with 2 when the command line cannot be used, and says so on stderr", async () => {
  const { child, exitCode } = start("order");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect({ output, errors }).toEqual({ output: "", errors: 'There is no demo "order": did you mean orders?\n' });
  expect(await exitCode).toBe(2);
});

it("ends quietly when nobody reads on", async () => {
  const { child, exitCode } = start("orders");
  child.stdout.destroy();
  expect(await text(child.stderr)).toBe("");
  expect(await exitCode).toBe(0);
});
