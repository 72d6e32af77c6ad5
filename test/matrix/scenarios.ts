// What each way of testing is given to work with, lesson by lesson: a mistake counts as found when any scenario finds it.
import type { JobDefinition, Json } from "#jobs";
import { type OpenShop, openShop, pendingOrders, type Shop } from "#shop";

/** One world that a lesson's job is run in, with what should come of it. */
export interface TestScenario {
  readonly title: string;
  readonly args: Json;
  readonly shop: () => OpenShop;
  readonly whileStopped?: (shop: OpenShop) => void;
  /** The effects that are wanted, in order, each once. */
  readonly effects: readonly string[];
  /** How many finished effects the lesson allows to be asked for again, for each crash and for each stop request. */
  readonly redoneAfterCrash: number;
  readonly redoneAfterStop: number;
}

/** A job whose arguments are those of the scenarios. */
export type TestedJob = JobDefinition<Json, Shop>;

export interface LessonScenarios {
  /** The name under which exercises of this lesson export their job. */
  readonly exports: string;
  readonly scenarios: readonly TestScenario[];
}

const charging = (
  title: string,
  ids: readonly number[],
  whileStopped?: TestScenario["whileStopped"],
): TestScenario => ({
  title,
  args: { day: "2026-11-22" },
  shop: () => openShop({ orders: pendingOrders(...ids) }),
  ...(whileStopped && { whileStopped }),
  effects: ids.map((id) => `charge ${id}`),
  redoneAfterCrash: 1,
  redoneAfterStop: 0,
});

export const lessonScenarios: Readonly<Record<string, LessonScenarios>> = {
  "03-cursors": {
    exports: "chargeOrders",
    scenarios: [
      charging("six orders", [1, 2, 3, 4, 5, 6]),
      charging("ids with gaps", [3, 8, 21, 22, 40, 41]),
      charging("charged orders leave the list while the job is stopped", [1, 2, 3, 4, 5, 6], (shop) => shop.settle()),
    ],
  },
};
