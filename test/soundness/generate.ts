// From a seed to a job: a right one, with up to two things changed.
import { rightJob } from "./base.ts";
import { mutated } from "./mutations.ts";
import { Random } from "./random.ts";
import type { Recipe } from "./recipe.ts";

/** The same seed makes the same job. */
export function recipeOf(seed: number): Recipe {
  const random = new Random(seed);
  let recipe = rightJob(random);
  const changes = random.weighted([
    [1, 0],
    [5, 1],
    [5, 2],
  ] as const);
  for (let change = 0; change < changes; change += 1) recipe = mutated(recipe, random);
  return recipe;
}
