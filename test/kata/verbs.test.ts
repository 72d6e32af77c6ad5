// npm run kata as somebody runs it: output and exit code.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ended, lessonFiles, makeRepository, removeRepository } from "./fixture-repository.ts";
import { OpenKata } from "./open-kata.ts";

const README = `# Cursors

<details><summary>Hint 1: a question</summary>

What survives a crash, and where could a number live so that it does? Think of the two places.

</details>
<details><summary>Hint 2: a pointer</summary>

\`\`\`ts
step.set(page.id);
\`\`\`

</details>
`;
const GREEN = "export const answer = async () => 2;\n";
const TIMEOUT_MS = 120_000;

const widest = ({ output }: Ended): number => Math.max(...output.split("\n").map((line) => line.length));

describe("npm run kata", { timeout: TIMEOUT_MS }, () => {
  let root = "";
  let solved = "";
  let kata: OpenKata;
  beforeAll(() => {
    root = makeRepository({
      ...lessonFiles("01-green", GREEN),
      ...lessonFiles("02-wrong", "export const answer = async () => 3;\n"),
      ...lessonFiles("03-starter", 'export async function answer() {\n  throw new Error("Not written yet.");\n}\n'),
      "lessons/02-wrong/README.md": README,
    });
    solved = makeRepository(lessonFiles("01-green", GREEN));
    kata = new OpenKata(root);
  });
  afterAll(async () => {
    await kata.close();
    [root, solved].forEach(removeRepository);
  });

  it("alone prints the verbs", async () => {
    const ended = await kata.verb();
    await expect(ended.output).toMatchFileSnapshot("golden/verbs.txt");
    expect([ended.code, ended.errors]).toEqual([0, ""]);
    expect(widest(ended)).toBeLessThanOrEqual(80);
  });

  it("list runs each lesson and marks the first that is not solved", async () => {
    const { code, output } = await kata.verb("list");
    await expect(output).toMatchFileSnapshot("golden/list.txt");
    expect(code).toBe(0);
  });

  it.for([
    ["the first one", ["hint", "02", "1"], "golden/hint.txt"] as const,
    ["another one", ["hint", "wrong", "2"], "golden/hint-2.txt"] as const,
  ])("hint prints the rung that is asked for: %s", async ([, words, golden]) => {
    const { code, output } = await kata.verb(...words);
    await expect(output).toMatchFileSnapshot(golden);
    expect(code).toBe(0);
  });

  it("hint goes up the ladder by itself, and stays on the last rung", async () => {
    const next = async () => (await kata.verb("hint", "2")).output.split("\n")[0];
    rmSync(join(root, ".kata"), { recursive: true, force: true });
    expect([await next(), await next(), await next()]).toEqual([
      "Hint 1: a question",
      "Hint 2: a pointer",
      "Hint 2: a pointer",
    ]);
  });

  it("replay asks which lesson when all are solved", async () => {
    const allSolved = new OpenKata(solved);
    const { code, errors } = await allSolved.verb("replay", "c9");
    await allSolved.close();
    expect(errors).toContain("name the one that you mean, and its spec, as in:\n\n  npm run kata -- replay c9 3 11\n");
    expect(code).toBe(2);
  });
});
