// Exercises that are looked at in a thread of their own: read anew each time, and what ends, hangs or waits in it ends nothing else.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Diagnoser } from "../../src/kata/diagnosis.ts";
import type { Failure, Verdict } from "../../src/kata/verdict.ts";
import { broken, jobText, mistakeText, REPOSITORY, strangerText } from "../kata/diagnosed-exercises.ts";

// Inside the repository, so that the exercise finds #jobs.
const folder = join(REPOSITORY, ".kata", `diagnosis-${process.pid}`);

describe("an exercise", () => {
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
  beforeAll(() => void mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is read anew each time", async () => {
    expect(await patient.diagnose(verdictOn(mistakeText("no-key")))).toContain("no idempotency key");
    expect(await patient.diagnose(verdictOn(mistakeText("cursor-before-charge")))).toContain("Saves the cursor before");
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
