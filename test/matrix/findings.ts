// What each way of testing says about one subject: which of them find a mistake, and that none finds fault with what is right.
import type { Subject } from "#catalogue";
import type { Fault } from "#simulation";
import {
  byChance,
  byEveryCrash,
  byEveryLostAnswer,
  byEveryRefusal,
  byEverySigterm,
  byEveryThrownCrash,
  byExplorer,
  byHand,
  type Way,
} from "./ways.ts";

export interface Findings {
  readonly byHand: boolean;
  readonly everySigterm: boolean;
  readonly everyThrownCrash: boolean;
  readonly everyCrash: boolean;
  readonly everyRefusal: boolean;
  readonly everyLostAnswer: boolean;
  /** The faults of the explorer's shortest story; left out when it finds nothing. */
  readonly story?: readonly Fault["kind"][];
}

/** What all ways but chance say. */
export async function findingsOf({ job, scenarios }: Subject): Promise<Findings> {
  const found = async (way: Way): Promise<boolean> => {
    for (const scenario of scenarios) if (await way(scenario.job ?? job, scenario)) return true;
    return false;
  };
  const story = await shortestStory({ job, scenarios });
  return {
    byHand: await found(byHand),
    everySigterm: await found(byEverySigterm),
    everyThrownCrash: await found(byEveryThrownCrash),
    everyCrash: await found(byEveryCrash),
    everyRefusal: await found(byEveryRefusal),
    everyLostAnswer: await found(byEveryLostAnswer),
    ...(story && { story: story.map(({ kind }) => kind) }),
  };
}

/** How many of the seeds find something wrong by chance: it takes most of the time. */
export async function chanceOf({ job, scenarios }: Subject, seedCount: number): Promise<number> {
  let chance = 0;
  for (let seed = 1; seed <= seedCount; seed += 1) {
    if (await byChance(job, scenarios, seed)) chance += 1;
  }
  return chance;
}

/** Nothing shorter than one fault is looked for once one is found: exploring all of the other scenarios takes the longest. */
async function shortestStory({ job, scenarios }: Subject): Promise<readonly Fault[] | undefined> {
  let shortest: readonly Fault[] | undefined;
  for (const scenario of scenarios) {
    const story = await byExplorer(scenario.job ?? job, scenario);
    if (story && (!shortest || story.length < shortest.length)) shortest = story;
    if (shortest && shortest.length <= 1) break;
  }
  return shortest;
}
