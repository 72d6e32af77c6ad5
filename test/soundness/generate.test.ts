// The generator: repeatable, and as varied as it says.
import { expect, it } from "vitest";
import { compiled } from "./exercise.ts";
import { recipeOf } from "./generate.ts";
import { subjectOf } from "./process-memory.ts";
import { sourceOf } from "./source.ts";

const seeds = Array.from({ length: 2_000 }, (_, index) => index + 1);
const sources = seeds.map((seed) => sourceOf(recipeOf(seed)));

it("makes the same job of the same seed, and other jobs of other seeds", () => {
  expect(sourceOf(recipeOf(7))).toBe(sources[6]);
  expect(new Set(sources).size).toBeGreaterThan(1_000);
});

it("writes modules that can be evaluated", () => {
  const names = sources.map((source) => subjectOf(compiled(source)).job.name);
  expect(new Set(names)).toEqual(new Set(["charge_orders"]));
});

it.each([
  ["both styles", ["defineJob", "defineIteration", "enumerate.array", "enumerate.records"]],
  ["cursors", ["after(step.cursor)", "from(step.cursor)", "advance(", "set(index + 1)", "% 2 === 0) await", "last = "]],
  [
    "keys",
    ["charge:${job.id}", "${job.executions}", "${job.resumptions}", "slice(0, 10)}", "slice(0, 16)}", '"charge"'],
  ],
  ["counters", ["job.executions >", "job.resumptions ===", "job.interruptions % 2", "job.runtimeMs >"]],
  ["the stop signal and the clock", ["job.signal.aborted", "Date.now() - begun", "getUTCHours()"]],
  ["budgets", ["maxResumptions:", "maxErrorResumptions:", "maxResumptionsWithoutProgress:", "maxRuntimeMs:"]],
  ["rules for errors", ["retryOn", "discardOn", "rescueFrom", "failures * 1_000", "stopReason"]],
  ["ways back to the queue", ['"wait":0', '"queue":"later"', '"priority":-5', 'queue: "bulk"']],
  ["memory", ["new Set()", "new Map()", "rows ??=", "counted +=", "again = warm"]],
  ["errors", ["} catch {", "throw new Error(`Order", "attempt", "Promise.all(", "Promise.allSettled", "} finally {"]],
  ["what nobody awaits", ["void shop.payments", ".then(() => {}", "void job.enqueue"]],
  ["what follows", ["followUps", "? [] : [", "? 60_000 :", "job.enqueue(sendNote", "job.enqueue(chargeOrders"]],
  ["sums", ['job.attribute("total", 0)', "let total = 0", "reduce("]],
] as const)("covers %s", (_, words) => {
  expect(words.filter((word) => !sources.some((source) => source.includes(word)))).toEqual([]);
});
