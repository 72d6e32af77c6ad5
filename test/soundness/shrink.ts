// The same finding in a smaller job: everything that it does not need is taken out, one thing after another.
import { hasCursor } from "./base.ts";
import { judgeRecipe, type JudgeOptions, type Judgement } from "./judge.ts";
import type { Budgets, Recipe } from "./recipe.ts";

/** The smallest job about which the two judges disagree in the same way. */
export async function shrunk(judgement: Judgement, options: JudgeOptions): Promise<Judgement> {
  for (const recipe of simpler(judgement.recipe)) {
    const smaller = await judgeRecipe(recipe, judgement.seed, options);
    if (smaller?.verdict === judgement.verdict) return await shrunk(smaller, options);
  }
  return judgement;
}

/** The same job with one thing less, the largest things first. */
function simpler(recipe: Recipe): readonly Recipe[] {
  const { note, report, followUps, guards, budgets, shape } = recipe;
  const changes: readonly Partial<Recipe>[] = [
    { shape: "loop", cursor: hasCursor(shape) ? recipe.cursor : "last done" },
    { note: undefined },
    { report: undefined },
    { followUps: undefined },
    { orders: [1, 2] },
    { memory: "none" },
    { handling: "plain" },
    { key: "order" },
    { link: "order" },
    ...(hasCursor(shape) ? [{ cursor: "last done" as const }] : []),
    ...guards.map((guard) => ({ guards: guards.filter((other) => other !== guard) })),
    ...Object.keys(budgets).map((name) => ({ budgets: without(budgets, name) })),
    ...(note ? [{ note: { place: note.place, key: note.key, mailKey: "order" as const } }] : []),
    ...(report ? [{ report: { ...report, key: "order" as const } }] : []),
    ...(followUps ? [{ followUps: { ...followUps, count: 1 as const } }] : []),
    ...(followUps ? [{ followUps: { ...followUps, key: "order" as const, mailKey: "order" as const } }] : []),
    { progress: "each checkpoint" },
    { inOrder: false },
  ];
  return changes
    .map((change) => ({ ...recipe, ...change }))
    .filter((one) => JSON.stringify(one) !== JSON.stringify(recipe));
}

const without = (budgets: Budgets, name: string): Budgets =>
  Object.fromEntries(Object.entries(budgets).filter(([other]) => other !== name));
