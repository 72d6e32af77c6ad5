// A checkout may lie anywhere: programs run there, or say in one sentence why they cannot. Real processes, for a path is what
// Node, tsx and Vite make of it.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const repository = join(import.meta.dirname, "../..");
let folder = "";
beforeAll(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), "kata-paths-")))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy with one lesson, which is solved. */
function copyInto(name: string): string {
  const root = join(folder, name);
  mkdirSync(root);
  for (const path of ["src", "solutions", "package.json", "vitest.config.ts", "lessons/03-cursors"]) {
    cpSync(join(repository, path), join(root, path), { recursive: true });
  }
  cpSync(join(root, "solutions/03-cursors/exercise.ts"), join(root, "lessons/03-cursors/exercise.ts"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  return root;
}

function npmRun(root: string, ...words: readonly string[]) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV|FORCE_|CI$)/.test(name));
  const env = { ...Object.fromEntries(kept), NO_COLOR: "1", KATA_WATCHDOG_MS: "60000" };
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", ...words], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  return { code: status, output: stdout, errors: stderr };
}

it("in a path with spaces and a % everything runs", { timeout: 120_000 }, () => {
  const root = copyInto("a %20 b");
  expect(npmRun(root, "lesson", "3")).toMatchObject({
    code: 0,
    errors: "",
    output: expect.stringContaining("16 of 16"),
  });
  expect(npmRun(root, "kata", "--", "replay", "c4", "3", "11").output).toContain("With these faults the job ends well");
  expect(npmRun(root, "demo", "--", "orders")).toMatchObject({ code: 0, errors: "" });
});

it("in a path with a # specs say why they are not run", { timeout: 120_000 }, () => {
  const root = copyInto("a # b");
  const { code, output, errors } = npmRun(root, "lesson", "3");
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors.replaceAll("\n", " ")).toContain('Specs cannot be run in a folder whose path has a "#" in it: move /');
});

it("in a path with a ? a program says why it does not run", { timeout: 120_000 }, () => {
  const root = copyInto("a #?%20 b");
  const { code, output, errors } = npmRun(root, "lesson", "3");
  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(errors).toBe(
    `Programs cannot be run in a folder whose path has a "?" in it: move\n${root}/\nto another one.\n`,
  );
});

it("without npm ci, and with an old Node, a program says in one sentence what to type", () => {
  const root = join(folder, "bare");
  mkdirSync(root);
  for (const path of ["src", "package.json"]) cpSync(join(repository, path), join(root, path), { recursive: true });
  expect(npmRun(root, "start")).toEqual({
    code: 2,
    output: "",
    errors: "The packages are not installed: type npm ci\n",
  });
  const text = readFileSync(join(root, "package.json"), "utf8");
  writeFileSync(join(root, "package.json"), text.replace(/"node": ">=[^"]+"/, '"node": ">=99.1.0"'));
  expect(npmRun(root, "start").errors).toBe(
    `This is Node ${process.versions.node}, and 99.1.0 or newer is needed: install it from https://nodejs.org.\n`,
  );
});

it("every program for learners looks at its place first", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const programs = Object.values(scripts).filter((script) => script.includes(" src/"));
  expect(programs).toHaveLength(5);
  for (const script of programs) expect(script).toMatch(/^node --import \.\/src\/terminal\/place\.mjs --import tsx /);
});
