// What can be wrong with a job, or only look so: each mutation changes one thing of a recipe.
import { hasCursor, hasSteps, isChain, isIteration } from "./base.ts";
import type { Random } from "./random.ts";
import type {
  Budgets,
  Condition,
  Counter,
  Cursor,
  Guard,
  GuardAction,
  GuardPlace,
  Handling,
  Key,
  Memory,
  Recipe,
} from "./recipe.ts";

type Mutation = (recipe: Recipe, random: Random) => Recipe;

const counters: readonly Counter[] = ["executions", "executions", "resumptions", "interruptions", "runtimeMs"];

function counterCondition(random: Random): Condition {
  const counter = random.pick(counters);
  if (counter === "runtimeMs") return { kind: "counter", counter, test: ">", value: random.pick([150, 350, 1_000]) };
  const test = random.weighted([
    [5, ">"],
    [1, "<"],
    [2, "==="],
    [2, "% 2 ==="],
  ] as const);
  return { kind: "counter", counter, test, value: test === "% 2 ===" ? random.whole(0, 1) : random.whole(1, 4) };
}

/** A condition that can be asked anywhere. */
const anyCondition = (random: Random): Condition =>
  random.weighted<() => Condition>([
    [6, () => counterCondition(random)],
    [2, () => ({ kind: "stop asked" })],
    [1, () => ({ kind: "hour", from: random.pick([12, 16]) })],
    [1, () => ({ kind: "not the first day" })],
  ])();

/** A condition that needs a variable of the execution. */
const conditionInPerform = (random: Random, { shape }: Recipe): Condition =>
  random.weighted<() => Condition>([
    [8, () => anyCondition(random)],
    [2, () => ({ kind: "elapsed", ms: random.pick([250, 1_000, 20_000]) })],
    [isIteration(shape) ? 0 : 1, () => ({ kind: "again in this process" })],
  ])();

const actions: readonly (readonly [number, GuardAction])[] = [
  [2, "return"],
  [2, "break"],
  [2, "continue"],
  [2, "checkpoint"],
  [3, "interrupt"],
  [1, "throw"],
];

const places: readonly GuardPlace[] = [
  "at the start",
  "before an order",
  "before an order",
  "after an order",
  "at the end",
];

const addGuard: Mutation = (recipe, random) => {
  const guard: Guard = {
    place: random.pick(places),
    condition: conditionInPerform(random, recipe),
    action: random.weighted(actions),
  };
  return { ...recipe, guards: [...recipe.guards, guard] };
};

/** What looks at the stop signal mostly wants to leave early. */
const addSignalGuard: Mutation = (recipe, random) => ({
  ...recipe,
  guards: [
    ...recipe.guards,
    {
      place: random.pick(["before an order", "after an order", "at the start"]),
      condition: { kind: "stop asked" },
      action: random.pick(["return", "break", "continue", "checkpoint"]),
    },
  ],
});

const wrongCursors: readonly Cursor[] = [
  "next saved, read as last",
  "last saved, read as next",
  "none",
  "before the work",
  "every second",
  "in finally",
  "at the end",
];

const changeCursor: Mutation = (recipe, random) =>
  hasCursor(recipe.shape) ? { ...recipe, cursor: random.pick(wrongCursors) } : addGuard(recipe, random);

const keys: readonly (readonly [number, Key])[] = [
  [2, "none"],
  [2, "order"],
  [3, "order, execution"],
  [3, "order, resumptions"],
  [2, "order, day"],
  [1, "order, minute"],
  [2, "order, job"],
  [1, "job"],
  [1, "constant"],
];

const someKey = (random: Random): Key =>
  random.percent(15) ? { otherWhen: anyCondition(random) } : random.weighted(keys);

const changeKey: Mutation = (recipe, random) => ({ ...recipe, key: someKey(random) });

/** The key of a job that is enqueued, or of the mail that it sends. */
const changeOtherKey: Mutation = (recipe, random) => {
  const { note, followUps, report, shape } = recipe;
  const ways: Recipe[] = [
    ...(note ? [{ ...recipe, note: { ...note, key: jobKey(random) } }] : []),
    ...(note ? [{ ...recipe, note: { ...note, mailKey: someKey(random) } }] : []),
    ...(followUps ? [{ ...recipe, followUps: { ...followUps, key: someKey(random) } }] : []),
    ...(followUps ? [{ ...recipe, followUps: { ...followUps, mailKey: someKey(random) } }] : []),
    ...(report ? [{ ...recipe, report: { ...report, key: someKey(random) } }] : []),
    ...(isChain(shape) ? [{ ...recipe, link: shape === "chain" ? someKey(random) : jobKey(random) }] : []),
  ];
  return ways.length > 0 ? random.pick(ways) : changeKey(recipe, random);
};

/** `job.enqueue` refuses to do without a key. */
function jobKey(random: Random): Key {
  const key = someKey(random);
  return key === "none" ? "order, execution" : key;
}

const handlings: readonly (readonly [number, Handling])[] = [
  [3, "swallowed"],
  [1, "swallowed with the save"],
  [2, "rethrown"],
  [3, "tried three times"],
  [2, "tried three times, a key each"],
  [2, "not awaited"],
  [1, "then, not awaited"],
];

const changeHandling: Mutation = (recipe, random) => {
  const handling = recipe.shape === "batches" && random.percent(60) ? "Promise.allSettled" : random.weighted(handlings);
  return { ...recipe, handling };
};

const changeMemory: Mutation = (recipe, random) => {
  const { shape, report } = recipe;
  const memories: readonly (readonly [number, Memory])[] = [
    [shape === "step per order" || shape === "batches" ? 0 : 3, "guard before"],
    [shape === "step per order" || shape === "batches" ? 0 : 2, "guard after"],
    [hasCursor(shape) ? 2 : 0, "cached rows"],
    [hasCursor(shape) ? 4 : 0, "filled by a step"],
    [isChain(shape) ? 0 : 3, "counted"],
  ];
  if (memories.every(([weight]) => weight === 0)) return changeKey(recipe, random);
  const memory = random.weighted(memories);
  if (memory !== "counted") return { ...recipe, memory };
  return { ...recipe, memory, report: { key: report?.key ?? "order", sum: "in a variable" } };
};

const changeSum: Mutation = (recipe, random) => {
  const { report, shape } = recipe;
  if (!report) return changeKey(recipe, random);
  const inVariable = isIteration(shape) ? { memory: "counted" as const } : {};
  const sum = hasSteps(shape) && random.percent(60) ? "after the cursor" : "in a variable";
  return { ...recipe, report: { ...report, sum }, ...(sum === "in a variable" && inVariable) };
};

const budget =
  (make: (random: Random) => Budgets): Mutation =>
  (recipe, random) => ({ ...recipe, budgets: { ...recipe.budgets, ...make(random) } });

const changeBudget: Mutation = (recipe, random) =>
  random.weighted<Mutation>([
    [3, budget(() => ({ maxResumptions: random.whole(0, 3) }))],
    [2, budget(() => ({ maxErrorResumptions: random.whole(0, 2) }))],
    [2, budget(() => ({ maxResumptionsWithoutProgress: random.whole(0, 2) }))],
    [2, budget(() => ({ maxRuntimeMs: random.pick([50, 150, 350, 20_000]) }))],
    [1, budget(() => ({ resumeErrorsAfterAdvancing: random.percent(50) }))],
    [2, budget(() => ({ stopWhen: counterCondition(random) }))],
  ])(recipe, random);

const changeRules: Mutation = (recipe, random) =>
  random.weighted<Mutation>([
    [
      4,
      budget(() => ({ retryOn: { attempts: random.whole(1, 3), wait: random.pick([0, 3_000, "longer each time"]) } })),
    ],
    [1, budget(() => ({ discardOn: true }))],
    [1, budget(() => ({ rescueFrom: true }))],
  ])(recipe, random);

/** How a job waits between two executions: never wrong in itself. */
const changeResume: Mutation = (recipe, random) =>
  random.weighted<Mutation>([
    [3, budget(() => ({ resume: { wait: random.pick([0, 5_000, 60_000]) } }))],
    [2, budget(() => ({ resume: { queue: "later" } }))],
    [2, budget(() => ({ resume: { priority: random.pick([-5, 5]) } }))],
    [1, budget(() => ({ queue: "bulk" }))],
    [1, budget(() => ({ priority: random.pick([-2, 2]) }))],
  ])(recipe, random);

const changeFollowUps: Mutation = (recipe, random) => {
  const followUps = recipe.followUps ?? { count: 1, key: "order", mailKey: "order" };
  const condition = anyCondition(random);
  const when = random.percent(60) ? { noneWhen: condition } : { waitWhen: condition };
  return { ...recipe, followUps: { ...followUps, ...when } };
};

const looseNote: Mutation = (recipe) => ({
  ...recipe,
  note: { place: "after, not awaited", key: "order", mailKey: "order" },
  inOrder: false,
});

const mutations: readonly (readonly [number, Mutation])[] = [
  [5, addGuard],
  [2, addSignalGuard],
  [3, changeCursor],
  [4, changeKey],
  [2, changeOtherKey],
  [3, changeHandling],
  [3, changeMemory],
  [1, changeSum],
  [3, changeBudget],
  [3, changeRules],
  [4, changeResume],
  [2, changeFollowUps],
  [1, looseNote],
];

/** The same job with one thing changed. */
export const mutated = (recipe: Recipe, random: Random): Recipe => random.weighted(mutations)(recipe, random);
