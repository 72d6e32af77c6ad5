// npm run lesson 3 -- --html FILE
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { keepPicture } from "../../src/kata/picture.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";
import { lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";
import { OpenKata } from "./open-kata.ts";

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
    const { code, output, errors } = await kata.lesson("2", "--html", "package.json");
    expect([code, output]).toEqual([2, ""]);
    expect(errors.trim().replace("\n", " ")).toBe(
      'There is a file "package.json" already, and it is not a picture of a run: choose another name.',
    );
  });
});
