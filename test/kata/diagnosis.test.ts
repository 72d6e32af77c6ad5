// What an exercise looks like, with the real catalogue: mistakes and strangers, asked for in this process.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Diagnoser } from "../../src/kata/diagnosis.ts";
import { likenessOf } from "../../src/kata/likeness.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";
import { broken, mistakeText, REPOSITORY, strangerText, urlOf } from "./diagnosed-exercises.ts";

// Inside the repository, so that the exercise finds #jobs.
const folder = join(REPOSITORY, ".kata", `diagnosis-${process.pid}`);

describe("an exercise", { timeout: 60_000 }, () => {
  /** No time limit decides: as patient as for a learner. */
  const patient = new Diagnoser();
  const verdictOn = (exercise: string, failure: Failure = broken, name = "03-cursors"): Verdict => {
    writeFileSync(join(folder, "exercise.ts"), exercise);
    return {
      lesson: { number: 3, name, folder, title: "" },
      green: 1,
      total: 9,
      specs: [],
      failures: [failure],
      printed: [],
    };
  };
  let saves = 0;
  /** For a look in this process, which reads each file once. */
  const save = (exercise: string): { lesson: string; path: string } => {
    const path = join(folder, `exercise-${(saves += 1)}.ts`);
    writeFileSync(path, exercise);
    return { lesson: "03-cursors", path };
  };
  beforeAll(() => void mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["cursor-before-charge", "Saves the cursor before the order is charged"],
    ["no-key", "Sends no idempotency key"],
    ["interrupt-swallowed", "A catch takes the Interrupt as well"],
  ])("that is the mistake %s looks like it", async (mistake, sentence) => {
    const like = await likenessOf(save(mistakeText(mistake)));
    expect(like).toContain(sentence);
    expect(like).toMatch(/\. \((\d+) of \1 outcomes alike\)$/);
  });

  it("looks like its mistake also while its second job is not written", async () => {
    const { jobs, mistake } = { jobs: urlOf("src/jobs/index.ts"), mistake: urlOf("test/wrong/03-cursors/no-key.ts") };
    const half = `import { defineJob } from "${jobs}";
export { chargeOrders } from "${mistake}";
export const bookMarketOrders = defineJob({
  name: "book_market_orders",
  async perform() { throw new Error("Not written yet: open the README."); },
});
`;
    expect(await likenessOf(save(half))).toContain("Sends no idempotency key");
  });

  it.each(["charges backwards", "leaves out the last order", "fails at once", "does nothing"])(
    "that %s looks like nothing known",
    async (stranger) => expect(await likenessOf(save(strangerText(stranger)))).toBeUndefined(),
  );

  it("that is the starter is not looked at", async () => {
    const frame = '✗ The job failed: Not\n  written yet: open lessons/03-cursors/exercise.ts and read "Your task".';
    // Whatever is in the file: the frame is enough.
    expect(await patient.diagnose(verdictOn(mistakeText("no-key"), { ...broken, frame }))).toBeUndefined();
  });

  it("is not looked at when it broke no rule, or nothing is known about its lesson", async () => {
    const thrown: Failure = { kind: "thrown", spec: "s", message: "m" };
    expect(await patient.diagnose(verdictOn(mistakeText("no-key"), thrown))).toBeUndefined();
    expect(await patient.diagnose(verdictOn(mistakeText("no-key"), broken, "99-unknown"))).toBeUndefined();
    expect(await patient.diagnose({ ...verdictOn(""), failures: [] })).toBeUndefined();
  });

  it("that lacks the job is refused", async () => {
    await expect(likenessOf(save("export const nothing = 2;"))).rejects.toThrow("exports no chargeOrders");
  });
});
