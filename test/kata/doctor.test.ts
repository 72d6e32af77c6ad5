// What the doctor finds, and the mend for each.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { examine, isAtLeast, noticesSaves, type Patient } from "../../src/kata/doctor.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "kata-doctor-")));
  write("package.json", { engines: { node: ">=20.19.0" } });
  write("package-lock.json", {
    packages: {
      "": {},
      "node_modules/tsx": { version: "4.0.0" },
      "node_modules/x": { version: "1.0.0", optional: true },
    },
  });
  write("node_modules/.package-lock.json", { packages: { "node_modules/tsx": { version: "4.0.0" } } });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, content: unknown) => {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
};
const terminal = { isTerminal: true, columns: 80, rows: 24, isDumb: false };
async function found(patient: Partial<Patient> = {}) {
  const findings = await examine({ root, environment: {}, terminal, nodeVersion: "22.1.0", ...patient });
  return Object.fromEntries(
    findings.map(({ what, found: is, mend }) => [what, mend === undefined ? is : `${is}: ${mend}`]),
  );
}

it("finds nothing to mend where all is well", async () => {
  expect(await found()).toMatchObject({
    Node: "22.1.0",
    Packages: "1 installed",
    Folder: root,
    Writing: "allowed",
    Saves: "are noticed at once",
    Terminal: "80 columns, 24 rows",
  });
});

it("finds an old Node", async () => {
  expect((await found({ nodeVersion: "20.9.9" }))["Node"]).toBe(
    "20.9.9: Install Node 20.19.0 or newer from https://nodejs.org, then npm ci.",
  );
});

it.each([
  ["20.19.0", true],
  ["20.19.1", true],
  ["20.18.9", false],
  ["18.20.0", false],
  ["21.0.0", true],
  ["20.19", true],
])("Node %s is new enough: %s", (version, isEnough) => expect(isAtLeast(version, "20.19.0")).toBe(isEnough));

it.each([
  ["nothing is installed", undefined, "not installed: Type: npm ci"],
  [
    "another version is",
    { "node_modules/tsx": { version: "3.0.0" } },
    "tsx is not as package-lock.json says: Type: npm ci",
  ],
  ["one is missing", { "node_modules/x": { version: "1.0.0" } }, "tsx is not as package-lock.json says: Type: npm ci"],
])("finds packages of which %s", async (_what, packages, finding) => {
  if (packages === undefined) rmSync(join(root, "node_modules"), { recursive: true });
  else write("node_modules/.package-lock.json", { packages });
  expect((await found())["Packages"]).toBe(finding);
});

it("finds a path in which specs cannot run", async () => {
  const odd = join(root, "a # b");
  mkdirSync(odd);
  expect((await found({ root: odd }))["Folder"]).toContain(
    'a # b: Specs cannot be run in a folder whose path has a "#" in it: move it.',
  );
});

// Whoever is root may write anywhere.
it.skipIf(process.getuid?.() === 0)("finds a folder that cannot be written to", async () => {
  mkdirSync(join(root, "lessons"));
  chmodSync(join(root, "lessons"), 0o500);
  expect((await found())["Writing"]).toContain(`not allowed in ${join(root, "lessons")}: Give yourself the right`);
});

it("finds a folder in which saves cause no events, where there is none", async () => {
  expect(await noticesSaves(join(root, "nowhere"))).toBe(false);
});

it.each([
  [{ isTerminal: false }, "none: a pipe: npm start, in a terminal"],
  [{ columns: 40 }, "40 columns, 24 rows: 80 × 24 shows most pages whole"],
  [{ isDumb: true }, "80 columns, 24 rows, without codes: Each page comes below"],
])("finds a terminal with %j", async (odd, finding) => {
  expect((await found({ terminal: { ...terminal, ...odd } }))["Terminal"]).toContain(finding);
});

it("finds that nothing can be kept where a file stands in the way", async () => {
  writeFileSync(join(root, ".kata"), "");
  expect((await found())["Writing"]).toMatch(/^not allowed in \.kata: What you have done is kept there/);
});
