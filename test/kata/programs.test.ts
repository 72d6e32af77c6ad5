// The two programs as somebody runs them without a terminal: output and exit code, over one vitest that stays open.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";
import { OpenKata } from "./open-kata.ts";

const GREEN = "export const answer = async () => 2;\n";
const BROKEN_RULE = `class BrokenRule extends Error {
  override name = "BrokenRule";
}
export async function answer(): Promise<number> {
  throw new BrokenRule("✗ Order 7 was charged twice.\\n\\n  execution 1  charge 7\\n\\n  Rule  Once.\\n  Next  Look.");
}
`;
const EXERCISES = {
  "01-green": GREEN,
  "02-broken": BROKEN_RULE,
  "03-starter":
    'export async function answer(): Promise<number> {\n  throw new Error("Not written yet: return two.");\n}\n',
  "04-syntax": "export async function answer() {\n  const two = = 2;\n  return two;\n}\n",
  "05-import": 'import { two } from "./nowhere.ts";\nexport const answer = async () => two;\n',
  "06-renamed": "export const reply = async () => 2;\n",
  "07-deleted": undefined,
};

/** What every red page has in common. */
function assertPage({ code, output, errors }: Ended, happened: string, evidence: string | RegExp): void {
  expect(output.replace(/\n {2}(?! )/g, " ")).toContain(happened);
  expect(output).toMatch(evidence);
  expect(output).toMatch(/^ {2}Rule {2}\S/m);
  expect(output).toMatch(/^ {2}Next {2}\S/m);
  expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(errors).toBe("");
  expect(code).toBe(1);
}

/** A first verdict takes 1.5 s, several at a time on a busy machine more. */
const TIMEOUT_MS = 120_000;

describe("without a terminal", { timeout: TIMEOUT_MS }, () => {
  let root = "";
  let solved = "";
  let kata: OpenKata;
  beforeAll(() => {
    const files = Object.entries(EXERCISES).map(([lesson, exercise]) => lessonFiles(lesson, exercise));
    root = makeRepository(Object.assign({}, ...files) as Record<string, string>);
    solved = makeRepository({ ...lessonFiles("01-green", GREEN), ...lessonFiles("02-also", GREEN) });
    kata = new OpenKata(root);
  });
  afterAll(async () => {
    await kata.close();
    removeRepository(root);
    removeRepository(solved);
  });

  it("npm start passes over the solved lesson, shows the first failing spec of the next one, and ends with 0", async () => {
    const { code, output, errors } = await kata.start();
    expect(errors).toBe("");
    expect(output.split("\n")).toEqual([
      "Lesson 2 · A lesson called 02-broken",
      "Read lessons/02-broken/README.md, edit exercise.ts.",
      "",
      "████████░░░░░░░░░░░░░░░░  1 of 3 specs green",
      "",
      "Spec 2  answers with two",
      "✗ Order 7 was charged twice.",
      "",
      "  execution 1  charge 7",
      "",
      "  Rule  Once.",
      "  Next  Look.",
      "",
      "1 more comes after it, not run yet.",
      "",
      "npm run kata -- hint 2: a hint. npm run lesson 2 -- --all: every failing spec.",
      "npm start, in a terminal: a verdict after each save.",
      "",
    ]);
    expect(code).toBe(0);
  });

  it("npm start says when all lessons are solved", async () => {
    const allSolved = new OpenKata(solved);
    const { code, output } = await allSolved.start();
    await allSolved.close();
    expect(output).toContain("✓ All 2 lessons are solved.");
    expect(code).toBe(0);
  });

  it("a green lesson ends with 0", async () => {
    const { code, output } = await kata.lesson("1");
    expect(output).toContain("3 of 3 specs green");
    expect(output).toContain("✓ Every spec is green: this lesson is solved.");
    expect(code).toBe(0);
  });

  it("--all prints the frame of every failing spec", async () => {
    const { code, output } = await kata.lesson("03-starter", "--all");
    expect(output.match(/✗ Not written yet: return two\./g)).toHaveLength(2);
    expect(output).toContain("Rule  answers with two");
    expect(output).toContain("Rule  answers again");
    expect(output).not.toContain("after it");
    expect(code).toBe(1);
  });

  it.each([
    ["a starter", "starter", "✗ Not written yet: return two.", "lessons/03-starter/exercise.ts:2"],
    ["a syntax error", "4", "cannot be read as TypeScript", "lessons/04-syntax/exercise.ts:2\n      const two = = 2;"],
    ["a lost module", "05", 'imports "./nowhere.ts"', "lessons/05-import/exercise.ts:1"],
    [
      "a lost export",
      "06-renamed",
      'imports "answer" from "#lesson/06-renamed"',
      "lessons/06-renamed/exercise.spec.ts:2",
    ],
    ["a deleted exercise", "7", "is not there any more", "git checkout -- lessons/07-deleted/exercise.ts"],
  ])("%s is explained, and ends with 1", async (_name, lesson, happened, evidence) => {
    assertPage(await kata.lesson(lesson), happened, evidence);
  });

  it("a folder without lessons is answered with a sentence", async () => {
    const empty = makeRepository({});
    rmSync(join(empty, "lessons"), { recursive: true, force: true });
    const { code, errors } = await new OpenKata(empty).start();
    removeRepository(empty);
    expect(errors).toContain("There are no lessons in");
    expect(code).toBe(2);
  });
});
