// The picture that the demo writes on request.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { play } from "./screens.ts";

const folder = mkdtempSync(join(tmpdir(), "demo-picture-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ["orders", "Each of 60 orders was charged exactly once.", "⚑ SIGTERM"],
  ["orders --naive", "45 of 60 orders were charged more than once.", "▲ charge 3: again"],
])("%s --html FILE writes the picture of that run, and says so", async (command, happened, mark) => {
  const file = join(folder, "run.html");
  const { exitCode, output } = await play(`${command} --html ${file}`);
  expect(exitCode).toBe(0);
  expect(output).toContain(`written     ${file}: open it in a browser`.slice(0, 40));
  const html = readFileSync(file, "utf8");
  expect(html).toContain(`<h1>${happened}</h1>`);
  expect(html).toContain(`${mark}</text>`);
});
