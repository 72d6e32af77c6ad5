// Right jobs: what every random job begins as.
import type { Random } from "./random.ts";
import type { Cursor, FollowUps, Key, Note, Recipe, Report, Shape } from "./recipe.ts";

const shapes: readonly (readonly [number, Shape])[] = [
  [6, "loop"],
  [2, "batches"],
  [2, "step per order"],
  [2, "no steps"],
  [2, "chain"],
  [1, "chain in perform"],
  [2, "iteration of records"],
  [1, "iteration of an array"],
];

const rightCursors: readonly Cursor[] = ["last done", "last done", "last done", "next to do", "advance", "index"];

// Jobs that wait side by side make many states of few orders.
const fewOrders: readonly (readonly number[])[] = [
  [1, 2],
  [2, 5],
  [1, 2, 3],
];

/** Whether the cursor of a job is the job's own affair. */
export const hasCursor = (shape: Shape): boolean => shape === "loop" || shape === "batches";
export const hasSteps = (shape: Shape): boolean => hasCursor(shape) || shape === "step per order";
export const isIteration = (shape: Shape): boolean => shape.startsWith("iteration");
export const isChain = (shape: Shape): boolean => shape.startsWith("chain");

/** A job that does everything right. */
export function rightJob(random: Random): Recipe {
  const shape = random.weighted(shapes);
  const key = rightKey(random);
  const note = random.percent(25) ? rightNote(random) : undefined;
  const followUps = random.percent(30) ? rightFollowUps(random) : undefined;
  return {
    shape,
    orders: note ? random.pick(fewOrders) : random.pick([...fewOrders, [1, 2, 3], [2, 3, 5], [1, 2, 3, 4]]),
    progress: random.percent(35) ? "payload" : "each checkpoint",
    // Jobs that wait side by side may be performed in any order: hardly any job can promise one.
    inOrder: random.percent(note !== undefined || followUps?.count === 2 ? 10 : 80),
    cursor: !hasCursor(shape) ? "none" : shape === "batches" ? "last done" : random.pick(rightCursors),
    key,
    handling: shape === "batches" ? random.pick(["plain", "Promise.all"]) : "plain",
    memory: "none",
    guards: [],
    link: random.pick(["order", "order, job"]),
    note,
    report: random.percent(25) ? rightReport(random, shape) : undefined,
    followUps,
    budgets: {},
  };
}

// A key is bound to a job's id where the job stays the same through all its executions.
const rightKey = (random: Random): Key => random.pick(["order", "order", "order", "order, job"]);

const rightNote = (random: Random): Note => ({
  place: random.pick(["before the charge", "after the charge"]),
  key: rightKey(random),
  mailKey: random.pick(["order", "job"]),
  ...(random.percent(20) && { wait: random.pick([0, 1_000, 60_000]) }),
  ...(random.percent(25) && { queue: "mails" }),
  ...(random.percent(25) && { priority: random.pick([-1, 1]) }),
});

function rightReport(random: Random, shape: Shape): Report | undefined {
  if (isChain(shape)) return undefined;
  if (shape === "no steps") return { sum: random.pick(["in a variable", "read again"]), key: "order" };
  return { sum: random.pick(["before the cursor", "before the cursor", "read again"]), key: "order" };
}

const rightFollowUps = (random: Random): FollowUps => ({
  count: random.pick([1, 2]),
  key: random.pick(["none", "order", "order, job"]),
  mailKey: random.pick(["order", "job"]),
  ...(random.percent(30) && { wait: random.pick([1_000, 60_000]) }),
});
