// The lab as a process of its own, in a pipe.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const repository = new URL("../../", import.meta.url);

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/lab/main.ts", ...args], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, exitCode };
}

it("prints the page and exits with 0", async () => {
  const { child, exitCode } = start();
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(output).toBe(await readFile(new URL("../lab/golden/default.txt", import.meta.url), "utf8"));
  expect(errors).toBe("");
  expect(await exitCode).toBe(0);
});

it("exits with 2 when the command line cannot be used, and says so on stderr", async () => {
  const { child, exitCode } = start("--help=yes");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect({ output, errors }).toEqual({ output: "", errors: '--help takes no value: leave out "yes".\n' });
  expect(await exitCode).toBe(2);
});

it("ends quietly when nobody reads on", async () => {
  const { child, exitCode } = start();
  child.stdout.destroy();
  expect(await text(child.stderr)).toBe("");
  expect(await exitCode).toBe(0);
});
