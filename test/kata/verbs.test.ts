// npm run kata as somebody runs it: output and exit code.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  copyRepository,
  type Ended,
  lessonFiles,
  makeRepository,
  removeRepository,
  run,
} from "./fixture-repository.ts";
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
    ["the first by default", ["hint", "02"], "golden/hint.txt"] as const,
    ["the one that is asked for", ["hint", "wrong", "2"], "golden/hint-2.txt"] as const,
  ])("hint prints one rung: %s", async ([, words, golden]) => {
    const { code, output } = await kata.verb(...words);
    await expect(output).toMatchFileSnapshot(golden);
    expect(code).toBe(0);
  });

  it("replay asks which lesson when all are solved", async () => {
    const allSolved = new OpenKata(solved);
    const { code, errors } = await allSolved.verb("replay", "c9");
    await allSolved.close();
    expect(errors).toContain("name the one that you mean, as in:\n\n  npm run kata -- replay c9 3\n");
    expect(code).toBe(2);
  });
});

// Each customer pays twice when a crash repeats the request: there is no key.
const NO_KEY = `import { defineJob } from "#jobs";
export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }, job, shop) {
    await job.step("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order);
        await step.set(order.id);
      }
    });
  },
});
export const bookMarketOrders = chargeOrders;
`;

// A real process: the words of a command line, the real engine, and the exit code.
it(
  "npm run kata -- replay takes the first unsolved lesson, and ends with 1 when the run goes wrong",
  { timeout: TIMEOUT_MS },
  async () => {
    const root = copyRepository("03-cursors", NO_KEY);
    const ended = await run(root, "kata.ts", "replay", "c4");
    removeRepository(root);
    expect(ended.output).toMatch(/^Lesson 3 · /);
    expect(ended.output).toContain("\n✗ charge 1 happened twice.\n\n  execution 1  charge 1 ✕ killed\n");
    expect(ended.output).toMatch(/\n\nnpm run kata -- hint 3: a hint, without a terminal\.\n$/);
    expect([ended.code, ended.errors]).toEqual([1, ""]);
    expect(widest(ended)).toBeLessThanOrEqual(80);
  },
);
