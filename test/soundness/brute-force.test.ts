// Brute force finds what it is known to have to find, and nothing in a right job.
import { describe, expect, it } from "vitest";
import { BruteForce } from "./brute-force.ts";
import { compiled } from "./exercise.ts";
import { subjectOf } from "./process-memory.ts";
import { Random } from "./random.ts";
import type { Condition, Recipe } from "./recipe.ts";
import { expectationOf, worldOf } from "./scenario.ts";
import { sourceOf } from "./source.ts";
import { strikeAt } from "./strike.ts";

const right: Recipe = {
  shape: "loop",
  orders: [1, 2, 3],
  progress: "each checkpoint",
  inOrder: true,
  cursor: "last done",
  key: "order",
  handling: "plain",
  memory: "none",
  guards: [],
  link: "order",
  note: undefined,
  report: undefined,
  followUps: undefined,
  budgets: {},
};
const followUps = { count: 1, key: "order", mailKey: "order" } as const;
const thirdExecution: Condition = { kind: "counter", counter: "executions", test: ">", value: 2 };

/** How many faults the first schedule has that breaks the job; undefined when none does. */
async function faultsToBreak(changes: Partial<Recipe>): Promise<number | undefined> {
  const recipe = { ...right, ...changes };
  const subject = subjectOf(compiled(sourceOf(recipe)));
  const expectation = await expectationOf(recipe, subject);
  if (!expectation) throw new Error("wrong in calm weather");
  const strike = strikeAt(subject, worldOf(recipe, subject.otherJobs));
  const search = new BruteForce(strike, expectation, { maxRuns: 600, random: new Random(1) });
  return (await search.search()).broken?.faults.length;
}

describe("leaves a right job alone:", () => {
  it.each<[string, Partial<Recipe>]>([
    ["a loop with a cursor", {}],
    ["the next to do", { cursor: "advance" }],
    ["a receipt that follows", { followUps }],
    ["a sum that is kept", { report: { sum: "before the cursor", key: "order" } }],
    ["progress in the payload", { progress: "payload" }],
    ["an iteration", { shape: "iteration of records", cursor: "none" }],
    ["a chain", { shape: "chain", cursor: "none" }],
    ["batches side by side", { shape: "batches", handling: "Promise.all" }],
  ])("%s", async (_, changes) => expect(await faultsToBreak(changes)).toBeUndefined());
});

describe("breaks, with so many faults at most,", () => {
  it.each<[string, number, Partial<Recipe>]>([
    ["a charge without a key", 1, { key: "none" }],
    ["a cursor that is saved before the work", 1, { cursor: "before the work" }],
    ["a budget of two resumptions", 5, { budgets: { maxResumptions: 2 } }],
    ["a receipt that is left out at the third execution", 2, { followUps: { ...followUps, noneWhen: thirdExecution } }],
    ["rows that a step has loaded into a variable of the module", 1, { memory: "filled by a step" }],
    ["a loop that ends when it is asked to stop", 1, { guards: [leavesWhen({ kind: "stop asked" })] }],
    ["a charge whose error is swallowed", 1, { handling: "swallowed" }],
    ["a key of its own for each try", 1, { handling: "tried three times, a key each" }],
    ["a key with the day", 2, { key: "order, day" }],
    ["a sum in a variable of the module", 1, { memory: "counted", report: { sum: "in a variable", key: "order" } }],
    ["an order that two jobs cannot promise", 1, { followUps: { ...followUps, count: 2 } }],
    ["a loop that gives up at the third execution", 3, { guards: [leavesWhen(thirdExecution)] }],
  ])("%s", async (_, faults, changes) => expect(await faultsToBreak(changes)).toBeLessThanOrEqual(faults));
});

function leavesWhen(condition: Condition): Recipe["guards"][number] {
  return { place: "before an order", condition, action: "break" };
}
