// What is said below a verdict: errors of types in the exercise, and the clock in a cursor that makes a proof long.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { afterthoughtsOn } from "../../src/kata/afterthoughts.ts";
import { clockInCursor } from "../../src/kata/clock-in-cursor.ts";
import type { Lesson } from "../../src/kata/lessons.ts";
import { typeErrorLines, typeErrorsIn } from "../../src/kata/type-errors.ts";
import type { Verdict } from "../../src/kata/verdict.ts";

const root = resolve(".");
// Inside the repository, so that the exercise finds #jobs.
const parent = join(root, ".kata", `afterthoughts-${process.pid}`);
const lesson: Lesson = { number: 5, name: "05-x", folder: join(parent, "lessons/05-x"), title: "X" };
const save = (name: string, text: string): string => {
  const path = join(lesson.folder, name);
  writeFileSync(path, text);
  return path;
};
const solved: Verdict = { lesson, green: 1, total: 1, specs: ["s"], failures: [], printed: [] };
const campaign = (cursor: string): string => `import { defineJob } from "#jobs";
export const campaignJob = (batchSize) => defineJob({
  name: "send_campaign",
  async perform({ campaignId }, job, shop) {
    await job.step("send", async (step) => {
      for await (const one of shop.campaigns.recipients(campaignId).after(step.cursor?.id)) {
        await shop.mailer.deliver({ template: "offer", about: one.id, to: one.email }, { key: \`offer:\${one.id}\` });
        await step.set(${cursor});
      }
    });
  },
});
export const sendCampaign = campaignJob(50);
`;

beforeAll(() => void mkdirSync(lesson.folder, { recursive: true }));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it("finds the errors of the exercise and of no other file", async () => {
  save("other.ts", "export const other: number = 'text';\n");
  save("exercise.ts", 'import "./other.ts";\nexport const one: string = 5;\n');
  expect(await typeErrorsIn(lesson, root)).toEqual([
    { line: 2, message: "Type 'number' is not assignable to type 'string'." },
  ]);
  save("exercise.ts", 'import "./other.ts";\nexport const one: string = "5";\n');
  expect(await typeErrorsIn(lesson, root)).toEqual([]);
});

it("says nothing where there is no compiler, or nobody wants to know any more", async () => {
  expect(await typeErrorsIn(lesson, parent)).toBeUndefined();
  expect(await typeErrorsIn(lesson, root, AbortSignal.abort())).toBeUndefined();
});

it("shows the first errors, in 80 columns", () => {
  const message = "Type 'number' is not assignable to type 'string', which is said at some length here.";
  const lines = typeErrorLines(
    lesson,
    [1, 2, 3, 4, 5].map((line) => ({ line, message })),
  );
  expect(lines[0]).toBe("TypeScript finds 5 errors in exercise.ts:");
  expect(lines.at(-1)).toBe("  … and 2 more: npm run kata -- types 5");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

it("tells of a solved lesson only", async () => {
  save("exercise.ts", "export const one: string = 5;\n");
  expect((await afterthoughtsOn(solved, root)).join("\n")).toContain("lessons/05-x/exercise.ts:1 Type 'number'");
  const red: Verdict = { ...solved, failures: [{ kind: "no-specs" }] };
  expect(await afterthoughtsOn(red, root)).toEqual([]);
});

it.each([
  ["{ id: one.id, savedAt: Date.now() }", '{"id":N,"savedAt":N}'],
  ["{ id: one.id }", undefined],
  ["{ id: one.id, size: batchSize }", undefined],
])("looks for the clock in the cursor %s", async (cursor, found) => {
  const path = save(`exercise-${cursor.length}.ts`, campaign(cursor));
  const clock = await clockInCursor({ lesson: "05-batch-checkpoints", path });
  expect(clock?.replaceAll(/\d+/g, "N")).toBe(found);
});
