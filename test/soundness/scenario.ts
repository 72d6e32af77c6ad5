// The world that a generated job is judged in, and what is expected of it there.
import type { Json } from "#jobs";
import { openShop, type OpenShop, pendingOrders } from "#shop";
import { type Expectation, findProblems, simulate } from "#simulation";
import { isChain } from "./base.ts";
import type { Subject } from "./process-memory.ts";
import { effectsOf, type Recipe } from "./recipe.ts";

/** The same for the explorer and for brute force. */
export interface World {
  readonly args: Json;
  readonly shop: () => OpenShop;
  readonly progress: Recipe["progress"];
  readonly otherJobs: Subject["otherJobs"];
  readonly maxExecutions: number;
  readonly maxPoints: number;
}

export function worldOf({ shape, orders, progress }: Recipe, otherJobs: Subject["otherJobs"]): World {
  return {
    args: isChain(shape) ? { ids: orders } : null,
    shop: () => openShop({ orders: pendingOrders(...orders) }),
    progress,
    otherJobs,
    // No right job of these few orders comes near, and one that goes round for ever is told soon.
    maxExecutions: 80,
    maxPoints: 3_000,
  };
}

/**
 * What is expected of a job: what it does in calm weather, if that is what the right job of its kind does.
 *
 * @returns undefined when the job is wrong already in calm weather
 */
export async function expectationOf(recipe: Recipe, { job, otherJobs }: Subject): Promise<Expectation | undefined> {
  const calm = await simulate(job, worldOf(recipe, otherJobs));
  const expectation = {
    effects: calm.effects.map(({ effect }) => effect),
    inOrder: recipe.inOrder,
    ...(recipe.report && reported(recipe.orders)),
  };
  const right = { ...expectation, effects: effectsOf(recipe), inOrder: false };
  return findProblems(calm, right).length === 0 ? expectation : undefined;
}

/** Order 17 costs 1,700 cents. */
function reported(orders: readonly number[]): Pick<Expectation, "amounts" | "details"> {
  const totalCents = 100 * orders.reduce((sum, id) => sum + id, 0);
  return { amounts: { "report 1": totalCents }, details: { "report 1": { orders: orders.length } } };
}
