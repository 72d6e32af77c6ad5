// Lesson 03: ids with and without gaps, orders that are not to be charged, lists that change while the job is stopped, and one
// that is not sorted by id.
import { openShop, type OpenShop, type Order, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const once = { redoneAfterCrash: 1, redoneAfterStop: 0 };

const charging = (
  title: string,
  ids: readonly number[],
  whileStopped?: TestScenario["whileStopped"],
  orders: readonly Order[] = pendingOrders(...ids),
): TestScenario => ({
  title,
  args: { day: "2026-11-22" },
  shop: () => openShop({ orders }),
  ...(whileStopped && { whileStopped }),
  effects: ids.map((id) => `charge ${id}`),
  ...once,
});

/** Two orders are alike, customers and ids side by side collide, and the cheapest is not the first. */
const amongOthers: readonly Order[] = [
  ...[
    { id: 1, customerId: 71, totalCents: 7_500 },
    { id: 7, customerId: 11, totalCents: 5_001 },
    { id: 9, customerId: 2, totalCents: 1_250 },
    { id: 10, customerId: 2, totalCents: 1_250 },
    { id: 17, customerId: 1, totalCents: 500 },
    { id: 100, customerId: 2, totalCents: 7_500 },
  ].map((order) => ({ ...order, day: "2026-11-22", status: "pending" as const })),
  { id: 3, customerId: 2, totalCents: 990, day: "2026-11-22", status: "processed" },
  { id: 5, customerId: 2, totalCents: 990, day: "2026-11-22", status: "failed" },
  { id: 8, customerId: 71, totalCents: 300, day: "2026-11-21", status: "pending" },
];

const inARow = [1, 2, 3, 4, 5, 6];

const minutes = {
  "09:59": ["40", "41"],
  "14:02": ["007", "10", "7"],
  "14:03": ["B-10", "B-9", "B/2, a|b::c_d#e", "b-9"],
  "14:04": ["12"],
};

export const facts: LessonFacts = {
  starterFailsAt: "charges every pending order once in calm weather",
  job: "chargeOrders",
  scenarios: [
    // The world of the lesson's proof: what its tokens name is found here.
    charging("six orders", [1, 7, 9, 10, 17, 100], undefined, amongOthers),
    charging("six orders in a row, and one that has failed", inARow, undefined, [
      ...pendingOrders(...inARow),
      { id: 7, customerId: 1, totalCents: 700, day: "2026-11-22", status: "failed" },
    ]),
    charging("charged orders leave the list while the job is stopped", inARow, archiveCharged, [
      // Two of one customer cost the same, and there is one of another day.
      ...pendingOrders(...inARow).map((order) => (order.id === 4 ? { ...order, totalCents: 300 } : order)),
      { id: 7, customerId: 1, totalCents: 700, day: "2026-11-21", status: "pending" },
    ]),
    {
      title: "market orders that share minutes, some withdrawn when they are booked",
      job: "bookMarketOrders",
      args: null,
      shop: () =>
        openShop({
          marketOrders: Object.entries(minutes).flatMap(([placedAt, references]) =>
            references.map((reference) => ({ placedAt, reference, totalCents: 1_250 })),
          ),
        }),
      whileStopped: withdrawBooked,
      effects: Object.values(minutes)
        .flat()
        .map((reference) => `book ${reference}`),
      ...once,
    },
  ],
  unseen: {
    "all-done-ids-as-cursor": "does what is asked, with a cursor that grows",
    "booking-key-of-the-job": "shows with two jobs over the same list",
    "done-ids-in-an-attribute": "does what is asked, with an attribute that grows",
    "done-of-the-minute-saved": "does what is asked, with a cursor that grows within a minute",
    "end-of-the-list-saved": "shows when orders are placed while the job is stopped",
    "first-thousand": "shows with more than a thousand orders",
    "key-of-the-job": "shows with two jobs over the same day",
    "last-booked-in-a-variable": "shows when an order is placed between two jobs of one process",
    "last-in-a-variable": "shows with two jobs in one process",
    "list-in-a-variable": "shows when an order is placed between two jobs of one process",
    "market-list-in-a-variable": "shows when an order is placed between two jobs of one process",
    "minute-closed-by-its-last": "shows when an order is placed in a finished minute while the job is stopped",
    "next-market-order-saved": "shows when an order is placed before the next one while the job is stopped",
    "next-order-saved": "shows when an order is placed before the next one while the job is stopped",
    "next-row-saved": "shows when the next order is cancelled while the job is stopped",
    "pending-of-all-days-in-a-variable": "shows when an order leaves between two jobs of one process",
    "rest-of-the-market-saved": "shows when market orders come and go that are not booked yet",
    "signs-replaced-in-the-key": "shows when two references differ in nothing but a sign",
  },
};

/** The bank confirms what was charged, and confirmed orders are moved to another table. */
function archiveCharged(shop: OpenShop): void {
  shop.settle();
  for (const { id } of shop.rows.orders.filter(({ status }) => status === "processed")) shop.cancel(id);
}

/** Market orders are withdrawn once they are booked. When B-10 is, the minute of 40 and 41 is gone as well. */
function withdrawBooked(shop: OpenShop): void {
  const booked = new Set(shop.ledger.effects.map(({ item }) => item));
  const leaving = booked.has("B-10") ? ["007", "B-10", "40", "41"] : ["007"];
  for (const { reference } of shop.rows.marketOrders) {
    if (booked.has(reference) && leaving.includes(reference)) shop.withdraw(reference);
  }
}
