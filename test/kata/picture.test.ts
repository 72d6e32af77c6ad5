// npm run lesson 3 -- --html FILE
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { keepPicture, readHtmlFlag } from "../../src/kata/picture.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";
import { lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";
import { OpenKata } from "./open-kata.ts";

describe("the flag", () => {
  test.each([
    ["3", { words: ["3"], html: undefined }],
    ["3 --html run.html", { words: ["3"], html: "run.html" }],
    ["--html run.html 3 --all", { words: ["3", "--all"], html: "run.html" }],
    ["3 --html=run.html", { words: ["3"], html: "run.html" }],
    ["3 --html --all", { words: ["3", "--all"], html: "" }],
    ["3 --html", { words: ["3"], html: "" }],
  ])("is read from %s", (commandLine, expected) => {
    expect(readHtmlFlag(commandLine.split(" "))).toEqual(expected);
  });
});

describe("a verdict", () => {
  const folder = mkdtempSync(join(tmpdir(), "kata-picture-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "run.html");
  const verdict = (...failures: Failure[]) => ({ failures }) as unknown as Verdict;

  test("without a run that could be drawn leaves no file, and says so", async () => {
    expect((await keepPicture(verdict(), file)).lines.join("")).toContain("every spec is green");
    const thrown = { kind: "thrown", spec: "s", message: "m" } as const;
    expect((await keepPicture(verdict(thrown), file)).lines.join("")).toContain("not a run that could be drawn");
    expect(() => readFileSync(file)).toThrow("ENOENT");
  });

  test("is not written over something else", async () => {
    writeFileSync(file, "my notes");
    const broken = { kind: "broken-rule", spec: "s", frame: "f", picture: "<p>" } as const;
    expect((await keepPicture(verdict(broken), file)).refused).toContain("choose another name");
  });
});

// Stands in for a check of #simulation: the fixture's lessons have none. The message says what the thread was asked for.
const EXERCISE = `class BrokenRule extends Error {
  override name = "BrokenRule";
  picture = "<p>" + process.env.KATA_HTML + "</p>";
}
export async function answer(): Promise<number> {
  throw new BrokenRule("✗ It broke.");
}
`;

describe("npm run lesson", { timeout: 120_000 }, () => {
  let root = "";
  let kata: OpenKata;
  beforeAll(() => {
    root = makeRepository(lessonFiles("02-broken", EXERCISE));
    kata = new OpenKata(root);
  });
  afterAll(async () => {
    await kata.close();
    removeRepository(root);
  });

  it("writes what the first failing spec drew in its thread", async () => {
    const file = join(root, "run.html");
    const { code, output } = await kata.lesson("2", "--html", file);
    expect(code).toBe(1);
    expect(output.replaceAll(/\s+/g, " ")).toContain(`The picture of this run is in ${file}: open it in a browser.`);
    expect(readFileSync(file, "utf8")).toBe("<p>Lesson 2 · A lesson called 02-broken</p>");
  });

  it("answers with one sentence and 2 when it cannot be written", async () => {
    const { code, output } = await kata.lesson("2", "--html", "package.json");
    expect(code).toBe(2);
    expect(output.trim()).toBe(
      'There is a file "package.json" already, and it is not a picture of a run: choose another name.',
    );
  });

  it("asks for a name", async () => {
    const { code, output } = await kata.lesson("2", "--html");
    expect([code, output.trim()]).toEqual([2, "--html has no file to write to: pass a name, as in --html run.html."]);
  });
});
