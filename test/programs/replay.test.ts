// A run once more, with the real engine and real threads: what is shown, and what is said when there is nothing to show.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayRun, type ReplayAnswer } from "../../src/kata/replay.ts";

// Inside the repository, so that the exercise finds #jobs.
const workplace = join(import.meta.dirname, "../../.kata", `replay-${process.pid}`);
const folder = join(workplace, "lessons/03-cursors");
const lesson = { number: 3, name: "03-cursors", folder, title: "Cursors" };

const job = (body: string): string => `import { defineJob } from "#jobs";
export const chargeOrders = defineJob({
  name: "charge_orders",
  async perform({ day }, job, shop) {
    await job.step("charge", async (step) => {
      ${body}
    });
  },
});
export const bookMarketOrders = chargeOrders;
`;
const charging = (key: string, when: string): string =>
  job(`for await (const order of shop.orders.pending({ day }).after(step.cursor)) {
        await shop.payments.charge(order${key});
        ${when}await step.set(order.id);
      }`);
const KEY = ", { key: String(order.id) }";
const RIGHT = charging(KEY, "");

async function replay(exercise: string, token: string, watchdogMs = 20_000): Promise<ReplayAnswer & { text: string }> {
  writeFileSync(join(folder, "exercise.ts"), exercise);
  const answer = await replayRun(token, lesson, { watchdogMs });
  return { ...answer, text: answer.page.join("\n") };
}

describe("a replay", { timeout: 60_000 }, () => {
  beforeAll(() => void mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(workplace, { recursive: true, force: true }));

  it("shows a run that ends well", async () => {
    const { end, text, page } = await replay(RIGHT, "c9.te");
    expect(end).toBe("well");
    expect(text).toMatch(
      /^Lesson 3 · Cursors\nScenario {2}six orders, the lesson's first; in a spec with other arguments/,
    );
    expect(text).toContain(
      "\nFaults    SIGKILL after point 9, SIGTERM before point 14\n\n✓ With these faults the job ends",
    );
    expect(text).toMatch(/\n {2}execution 3 .* done\n/);
    expect(text).toMatch(/\nIn words:\n {2}Execution 1 did charge 1, /);
    expect(text).toMatch(/\n {2}In the end the outside world had seen 6 effects, the last one charge 100\.$/);
    expect(Math.max(...page.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("shows what is wrong with a run, as the spec does", async () => {
    const { end, text, page } = await replay(charging("", ""), "c4");
    expect(end).toBe("wrong");
    expect(text).toContain("\n✗ charge 1 happened twice.\n\n  execution 1  charge 1 ✕ killed\n");
    expect(text).toMatch(/\n {2}Rule {2}[\s\S]*\n {2}Next {2}[\s\S]*\nIn words:\n/);
    expect(Math.max(...page.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("counts what is redone after the last fault, as the proof does", async () => {
    const { end, text } = await replay(charging(KEY, "if (order.id % 2 === 0) "), "c5");
    expect(end).toBe("wrong");
    expect(text).toMatch(/✗ charge 1, charge 7 were done and asked for again \(2 redone, at most 1\s+allowed\)/);
  });

  it.each([
    ["no token", RIGHT, "9", '"9" is no replay token.'],
    [
      "a token of another run",
      RIGHT,
      "czz",
      'In the scenario "six orders" the run ends before these faults can strike',
    ],
    ["a syntax error", "export const chargeOrders = = 2;", "c3", 'exercise.ts could not be run: Unexpected "=".'],
    ["a lost job", "export const nothing = 2;", "c3", "run: lessons/03-cursors/exercise.ts exports no chargeOrders."],
    ["a loop", job("for (;;);"), "c3", "There was no result for 0.3 seconds: most likely a loop in lessons/03-cursors"],
    ["a promise", job("await new Promise(() => {});"), "c3", "exercise.ts waits for a promise that nothing resolves."],
  ])("explains %s in a sentence, and says what to type", async (_what, exercise, token, sentence) => {
    const { end, text, page } = await replay(exercise, token, exercise.includes("for (;;);") ? 300 : undefined);
    expect(end).toBe("refused");
    expect(text.replaceAll("\n", " ")).toContain(sentence);
    expect(page.slice(-2)).toEqual(["", "  npm run lesson 3"]);
    expect(page.length).toBeLessThanOrEqual(6);
  });
});
