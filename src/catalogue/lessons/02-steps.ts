// Lesson 02: files with three orders, with five, and with one.
import { openShop } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const delivered = (title: string, references: readonly string[]): TestScenario => ({
  title,
  args: { file: "market.csv" },
  shop: () =>
    openShop(
      {},
      { files: { "market.csv": ["reference,total_cents", ...references.map((name) => `${name},1250`)].join("\n") } },
    ),
  effects: [
    "accepted market.csv",
    ...references.map((reference) => `book ${reference}`),
    `imported ${references.length} orders from market.csv`,
    "pick-list market.csv",
  ],
  redoneAfterCrash: references.length,
  redoneAfterStop: 0,
});

export const facts: LessonFacts = {
  starterFailsAt: "imports the file, tells the office, and has the pick list printed, in calm weather",
  job: "importOrders",
  otherJobs: ["printPickList"],
  scenarios: [
    delivered("three orders", ["M-7", "M-8", "M-12"]),
    delivered("five orders", ["A-1", "A-2", "B-1", "B-2", "C-1"]),
    delivered("one order", ["M-7"]),
  ],
};
