// What an exercise looks like, with the real catalogue: mistakes and strangers here, what ends or never ends in real threads.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Diagnoser } from "../../src/kata/diagnosis.ts";
import { likenessOf } from "../../src/kata/likeness.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";

const REPOSITORY = join(import.meta.dirname, "../..");
// Inside the repository, so that the exercise finds #jobs.
const folder = join(REPOSITORY, ".kata", `diagnosis-${process.pid}`);
const mistakeText = (name: string): string => `export * from "${urlOf(`test/wrong/03-cursors/${name}.ts`)}";\n`;
const strangerText = (name: string): string =>
  `import { strangers } from "${urlOf("test/diagnosis/strangers.ts")}";\nexport const chargeOrders = strangers["${name}"];
export { bookMarketOrders } from "${urlOf("solutions/03-cursors/exercise.ts")}";
`;
const jobText = (body: string): string => `import { defineJob } from "${urlOf("src/jobs/index.ts")}";
export const chargeOrders = defineJob({ name: "charge_orders", async perform({ day }, job, shop) { ${body} } });
export const bookMarketOrders = chargeOrders;
`;
const broken: Failure = { kind: "broken-rule", spec: "s", frame: "✗ charge 4 never happened." };

function urlOf(path: string): string {
  return pathToFileURL(join(REPOSITORY, path)).href;
}

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

  it("is read anew each time", async () => {
    expect(await patient.diagnose(verdictOn(mistakeText("no-key")))).toContain("no idempotency key");
    expect(await patient.diagnose(verdictOn(mistakeText("cursor-before-charge")))).toContain("Saves the cursor before");
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

  it.each([
    ["cannot be read", "export const = 2;"],
    ["ends the process", "process.exit(7);"],
    ["waits for ever", jobText("await new Promise(() => {});")],
    ["fails where nobody waits", `Promise.reject(new Error("lost"));\n${strangerText("charges backwards")}`],
  ])("that %s looks like nothing, and we live on", async (_does, text) => {
    expect(await patient.diagnose(verdictOn(text))).toBeUndefined();
  });

  it.each([
    ["a loop", "for (;;);"],
    ["microtasks", "for (;;) await null;"],
  ])("that hangs in %s is ended", async (_name, body) => {
    const impatient = new Diagnoser({ patienceMs: 300 });
    expect(await impatient.diagnose(verdictOn(jobText(body)))).toBeUndefined();
  });

  it("that takes its time is waited for as long as it gives signs of life", async () => {
    const slow = `${mistakeText("no-key")}await new Promise((resolve) => setTimeout(resolve, 4_500));\n`;
    expect(await new Diagnoser({ patienceMs: 3_500 }).diagnose(verdictOn(slow))).toContain("no idempotency key");
  });

  it("is not waited for any more when it is saved again, however it hangs", async () => {
    // Its patience is longer than this test may take: only cancel() can end it.
    const endless = new Diagnoser({ patienceMs: 10 ** 9 });
    const first = endless.diagnose(verdictOn(jobText("for (;;);")));
    const second = endless.diagnose(verdictOn(jobText("for (;;);")));
    expect(await first).toBeUndefined();
    endless.cancel();
    expect(await second).toBeUndefined();
    expect(await endless.diagnose(verdictOn(mistakeText("no-key")))).toContain("no idempotency key");
  });
});
