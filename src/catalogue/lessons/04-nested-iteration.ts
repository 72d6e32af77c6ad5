// Lesson 04: customers whose order ids overlap, one without orders, and customers who leave while the job is stopped.
import { openShop, pendingOrders } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

/** The ids of each customer's orders. */
type Orders = Readonly<Record<number, readonly number[]>>;

const statements = (title: string, orders: Orders, whileStopped?: TestScenario["whileStopped"]): TestScenario => ({
  title,
  args: { month: "2026-11" },
  shop: () =>
    openShop({
      customers: Object.keys(orders).map((id) => ({ id: Number(id), name: `No. ${id}`, email: `${id}@shop.example` })),
      orders: Object.entries(orders).flatMap(([id, ids]) =>
        pendingOrders(...ids).map((order) => ({ ...order, customerId: Number(id) })),
      ),
    }),
  ...(whileStopped && { whileStopped }),
  effects: Object.entries(orders).flatMap(([id, ids]) => [...ids.map((order) => `statement ${order}`), `report ${id}`]),
  redoneAfterCrash: 1,
  redoneAfterStop: 0,
});

export const facts: LessonFacts = {
  starterFailsAt: "mails each order's statement, and after a customer's last one the report",
  job: "sendStatements",
  scenarios: [
    statements("order ids that are sorted by customer", { 1: [10, 20], 2: [30, 40], 3: [50, 60] }),
    statements("order ids that are not, and a customer without orders", { 1: [20, 40], 2: [], 3: [10, 30] }),
    statements("customers leave when they have their report", { 1: [20, 40], 2: [5, 50], 3: [10, 30] }, (shop) => {
      const done = shop.rows.customers.filter(({ id }) =>
        shop.ledger.effects.some(({ effect }) => effect === `report ${id}`),
      );
      for (const { id } of done) shop.close(id);
    }),
  ],
};
