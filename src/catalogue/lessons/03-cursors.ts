// Lesson 03: orders with and without gaps in their ids, and a list that changes while the job is stopped.
import { openShop, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

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

export const facts: LessonFacts = {
  starterFailsAt: "charges every pending order once in calm weather",
  job: "chargeOrders",
  scenarios: [
    charging("six orders", [1, 2, 3, 4, 5, 6]),
    charging("ids with gaps", [3, 8, 21, 22, 40, 41]),
    charging("charged orders leave the list while the job is stopped", [1, 2, 3, 4, 5, 6], (shop) => shop.settle()),
  ],
};
