// Lesson 03: ids with and without gaps, a list that changes while the job is stopped, and one that is not sorted by id.
import { openShop, type OpenShop, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const once = { redoneAfterCrash: 1, redoneAfterStop: 0 };

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
  ...once,
});

const minutes = { "14:02": ["10", "8", "9"], "14:03": ["7"], "14:04": ["100", "11"] };

export const facts: LessonFacts = {
  starterFailsAt: "charges every pending order once in calm weather",
  job: "chargeOrders",
  scenarios: [
    charging("six orders", [1, 2, 3, 4, 5, 6]),
    charging("ids with gaps", [3, 8, 21, 22, 40, 41]),
    charging("charged orders leave the list while the job is stopped", [1, 2, 3, 4, 5, 6], archiveCharged),
    {
      title: "market orders that share minutes",
      job: "bookMarketOrders",
      args: null,
      shop: () =>
        openShop({
          marketOrders: Object.entries(minutes).flatMap(([placedAt, references]) =>
            references.map((reference) => ({ placedAt, reference, totalCents: 1_250 })),
          ),
        }),
      effects: Object.values(minutes)
        .flat()
        .map((reference) => `book ${reference}`),
      ...once,
    },
  ],
  unseen: {
    "all-done-ids-as-cursor": "does what is asked, with a cursor that grows",
    "last-in-a-variable": "shows with two jobs in one process",
  },
};

/** The bank confirms what was charged, and confirmed orders are moved to another table. */
function archiveCharged(shop: OpenShop): void {
  shop.settle();
  for (const { id } of shop.rows.orders.filter(({ status }) => status === "processed")) shop.cancel(id);
}
