// Lesson 02: files with three orders, with five, and with a bad row, on a queue that saves each step and on one that does not.
import { openShop } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const delivered = (title: string, ...lines: string[]) => ({
  title,
  args: { file: "market.csv" },
  shop: () => openShop({}, { files: { "market.csv": ["reference,total_cents", ...lines].join("\n") } }),
});

const imported = (title: string, references: readonly string[]): TestScenario => ({
  ...delivered(title, ...references.map((name) => `${name},1250`)),
  effects: [
    "accepted market.csv",
    ...references.map((reference) => `book ${reference}`),
    `imported ${references.length} orders from market.csv`,
    "pick-list market.csv",
  ],
  amounts: Object.fromEntries(references.map((reference) => [`book ${reference}`, 1_250])),
  details: {
    "accepted market.csv": { to: "imports@market.example" },
    [`imported ${references.length} orders from market.csv`]: { to: "office@shop.example" },
  },
  redoneAfterCrash: references.length,
  redoneAfterStop: 0,
});

const refused = (title: string, ...lines: string[]): TestScenario => ({
  ...delivered(title, ...lines),
  effects: [],
  failing: ["import_orders"],
  redoneAfterCrash: 0,
  redoneAfterStop: 0,
});

export const facts: LessonFacts = {
  starterFailsAt: "imports the file, tells the office, and has the pick list printed, in calm weather",
  job: "importOrders",
  otherJobs: ["printPickList"],
  scenarios: [
    imported("three orders", ["M-7", "M-8", "M-12"]),
    imported("five orders", ["A-1", "A-2", "B-1", "B-2", "C-1"]),
    { ...imported("on a queue that saves progress as Rails does", ["M-7", "M-8", "M-12"]), progress: "payload" },
    refused("a row without a reference", "M-7,1250", ",800", "M-12,3075"),
    refused("a total that is no number of digits", "M-7,1250", "M-8,800", "M-12,8e2"),
  ],
  unseen: {
    "booking-key-of-the-file": "shows with two files in one shop that hold the same order",
    "booking-key-of-the-job": "shows with two jobs in one shop that import the same order",
    "fixed-keys-for-mails": "shows with two files in one shop",
    "keys-from-places-in-the-file": "shows with two files in one shop",
    "line-fixed": "shows in the words of the error",
    "line-without-the-header": "shows in the words of the error",
    "mail-key-of-the-file": "shows with two jobs in one shop that import the same file",
    "pick-list-key-of-the-file": "shows with two jobs in one shop that import the same file",
  },
};
