// The kata's programs as somebody starts them without a terminal. Real processes: what is under test is what Node makes of a
// command line, of a closed pipe and of a thread that never ends, and that the whole of it is put together.
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  copyRepository,
  type Ended,
  lessonFiles,
  makeRepository,
  removeRepository,
  run,
  startProgram,
} from "../kata/fixture-repository.ts";

const GREEN = "export const answer = async () => 2;\n";
const WRONG = "export const answer = async () => 3;\n";
const LOOP = "export async function answer() {\n  let n = 0;\n  for (;;) {\n    n++;\n  }\n}\n";

/** A first verdict takes 1.5 s, on a busy machine more. */
const TIMEOUT_MS = 120_000;

const widest = ({ output }: Ended): number => Math.max(...output.split("\n").map((line) => line.length));

describe("in a small repository", { timeout: TIMEOUT_MS }, () => {
  let root = "";
  let solved = "";
  beforeAll(() => {
    root = makeRepository({
      ...lessonFiles("01-green", GREEN),
      ...lessonFiles("02-wrong", WRONG),
      ...lessonFiles("03-loop", LOOP),
    });
    solved = makeRepository(lessonFiles("01-green", GREEN));
  });
  afterAll(() => [root, solved].forEach(removeRepository));

  it("npm start prints the whole page into a pipe, nothing on stderr, and ends with 0", async () => {
    const { code, output, errors } = await run(root, "main.ts");
    expect(output).toMatch(
      /^Lesson 2 · A lesson called 02-wrong\n[^]*\n1 more comes after it, not run yet\.\n[^]*after each save\.\n$/,
    );
    expect([code, errors]).toEqual([0, ""]);
  });

  // Node tells the line of a loop to the main thread of a process only, and the process has to end although one of its
  // threads never does.
  it("an endless loop is explained with its line, and the program ends with 1", async () => {
    const { code, output, errors } = await run(root, "lesson.ts", "3");
    expect(output).toContain("There was no result for 3 seconds");
    expect(output).toMatch(/lessons\/03-loop\/exercise\.ts:[345]\n/);
    expect([code, errors]).toEqual([1, ""]);
  });

  it.each([
    ["lesson.ts", "1"],
    ["kata.ts", "list"],
  ] as const)("%s %s ends quietly when nobody reads on", async (program, word) => {
    const child = startProgram(solved, program, [word]);
    child.stdout.destroy();
    expect(await text(child.stderr)).toBe("");
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

it(
  "npm run kata -- replay shows the run that a proof names, and ends with 1 when it goes wrong",
  { timeout: TIMEOUT_MS },
  async () => {
    const root = copyRepository("03-cursors", NO_KEY);
    const ended = await run(root, "kata.ts", "replay", "c4", "3", "11");
    removeRepository(root);
    expect(ended.output).toMatch(/^Lesson 3 · /);
    expect(ended.output).toContain("\n✗ charge 1 happened twice.\n\n  execution 1  charge 1 ✕ killed\n");
    expect(ended.output).toMatch(/\n\nnpm run kata -- hint 3: a hint, without a terminal\.\n$/);
    expect([ended.code, ended.errors]).toEqual([1, ""]);
    expect(widest(ended)).toBeLessThanOrEqual(80);
  },
);

// From the verdict to the thread that looks at the exercise, and from there to the line below the page.
it("npm run lesson says what the exercise looks like, below the page", { timeout: TIMEOUT_MS }, async () => {
  const root = copyRepository(
    "03-cursors",
    `import { defineJob } from "#jobs";
export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }, job, shop) {
    await job.step("charge", async (step) => {
      for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await step.set(order.id);
        await shop.payments.charge(order, { key: \`charge:\${order.id}\` });
      }
    });
  },
});
export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform() {
    throw new Error("Not written yet: open the README.");
  },
});
`,
  );
  const ended = await run(root, "lesson.ts", "3");
  removeRepository(root);
  expect(ended.errors).toBe("");
  expect(ended.output).toMatch(
    /✗ charge 10 never happened\.[\s\S]*\n {2}Rule [\s\S]*\n\d+ more comes? after it, not run yet\.\n\n {2}Like {2}Saves the cursor before the order is charged: the cursor promises what\n {8}is not done\. \(\d+ of \d+ outcomes alike\)\n\nnpm run kata/,
  );
  expect(ended.code).toBe(1);
});
