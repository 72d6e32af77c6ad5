// A run once more, in the world of the proof that named it: the command that a failing spec prints, typed as it is.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRepository, type Ended, removeRepository } from "../kata/fixture-repository.ts";
import { OpenKata } from "../kata/open-kata.ts";

const right = readFileSync("solutions/03-cursors/exercise.ts", "utf8");
// A mistake that no spec but the proof, number 11, finds. It borrows what is right from the solution.
const wrong = readFileSync("test/wrong/03-cursors/new-key-after-three-executions.ts", "utf8").replaceAll(
  "../../../solutions/",
  "../../solutions/",
);

describe("replay", () => {
  let root = "";
  let command: readonly string[] = [];
  const save = (text: string): void => writeFileSync(join(root, "lessons/03-cursors/exercise.ts"), text);
  /** As if typed anew: what is asked of the threads of one command is not for the next one. */
  async function type(words: readonly string[]): Promise<Ended> {
    const kata = new OpenKata(root);
    const ended = await (words[0] === "lesson" ? kata.lesson(...words.slice(1)) : kata.verb(...words));
    await kata.close();
    return ended;
  }

  beforeAll(async () => {
    root = copyRepository("03-cursors", wrong);
    const { output } = await type(["lesson", "3"]);
    command = /^ {2}Again npm run kata -- (replay \S+ 3 11)$/m.exec(output)?.[1]?.split(" ") ?? [];
    if (command.length === 0) throw new Error(`No command was printed:\n${output}`);
  });
  afterAll(() => removeRepository(root));

  test("shows what the proof has shown, and tells it in words", async () => {
    save(wrong);
    const { code, output } = await type(command);
    expect(code).toBe(1);
    expect(output).toMatch(/^Lesson 3 · .*\nSpec 11 {3}withstands any number of crashes and SIGTERMs/);
    expect(output).toMatch(/\nFaults {4}SIGKILL after point \d+/);
    expect(output).toMatch(/\n✗ charge 1 happened twice/);
    expect(output).toMatch(
      /\n {2}Rule {2}[\s\S]*\n {2}Next {2}[\s\S]*\nIn words:\n {2}Worker 1 was killed, [\s\S]* did charge 1 again/,
    );
    expect(output).not.toContain("simulate(");
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("needs neither the spec nor the lesson while they are the first that fail", async () => {
    save(wrong);
    const [verb = "", token = ""] = command;
    expect((await type([verb, token, "3"])).output).toContain("✗ charge 1 happened twice");
  });

  test("shows the same faults on a job that withstands them", async () => {
    save(right);
    const { code, output } = await type(command);
    expect(output).toContain("✓ With these faults the job ends well: nothing lost, nothing twice.");
    expect(output).toMatch(/\n {2}execution 3 {2}charge 1 ✕ killed\n/);
    expect(code).toBe(0);
  });

  test.each([
    ["faults that no run of this spec comes to", ["replay", "czz", "3", "11"], "the run ends before these faults can"],
    ["a spec that proves nothing", ["replay", "c3", "3", "1"], "Spec 1 of lesson 3 proves nothing under all faults"],
    ["a spec that there is not", ["replay", "c3", "3", "99"], "Lesson 3 has 16 specs, and no spec 99."],
    ["no number of a spec", ["replay", "c3", "3", "first"], '"first" is no number of a spec.'],
    ["no token", ["replay", "9", "3", "11"], '"9" is no replay token.'],
    ["no spec where all are green", ["replay", "c3", "3"], "No spec of lesson 3 fails: name the one that you mean"],
  ])("refuses %s in a sentence", async (_what, words, sentence) => {
    save(right);
    const { code, output, errors } = await type(words);
    expect(`${output}${errors}`.replaceAll("\n", " ")).toContain(sentence);
    expect(code).toBe(2);
  });

  test("shows what keeps the exercise from running at all", async () => {
    save("export const chargeOrders = = 2;\n");
    const { code, output } = await type(command);
    expect(output).toContain("cannot be read as TypeScript");
    expect(code).toBe(1);
  });
});
