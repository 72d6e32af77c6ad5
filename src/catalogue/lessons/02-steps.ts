// Lesson 02: files with three orders, with five odd ones, and with a bad row, on a queue that saves each step and on one that does not.
import { openShop } from "#shop";
import type { LessonFacts, TestScenario } from "../lesson-facts.ts";

const delivered = (title: string, ...lines: string[]) => ({
  title,
  args: { file: "market.csv" },
  shop: () => openShop({}, { files: { "market.csv": ["reference,total_cents", ...lines].join("\n") } }),
});

const imported = (title: string, ...lines: string[]): TestScenario => {
  const orders = lines.map((line) => line.split(","));
  const told = `imported ${orders.length} orders from market.csv`;
  return {
    ...delivered(title, ...lines),
    effects: ["accepted market.csv", ...orders.map(([name]) => `book ${name}`), told, "pick-list market.csv"],
    amounts: Object.fromEntries(orders.map(([name, total]) => [`book ${name}`, Number(total)])),
    details: {
      "accepted market.csv": { to: "imports@market.example" },
      [told]: { to: "office@shop.example" },
    },
    redoneAfterCrash: orders.length,
    redoneAfterStop: 0,
  };
};
const three = ["M-8,1999", "M-12,1250", "M-7,3075"];

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
    imported("three orders", ...three),
    imported("five orders with odd names and totals", "007,0800", "7,0", "b-9,115", "B-9,115", "B-10,1250"),
    { ...imported("on a queue that saves progress as Rails does", ...three), progress: "payload" },
    refused("a row without a reference", "M-7,1250", ",800", "M-12,3075"),
    refused("a row with nothing in it", "M-7,1250", ",", "M-12,3075"),
    refused("a total that is a blank", "M-7,1250", "M-8, ", "M-12,3075"),
    refused("a total that is no number of digits", "M-7,1250", "M-8,800", "M-12,8e2"),
  ],
  unseen: {
    "bad-lines-told-by-kind": "shows in the words of the error",
    "booked-orders-unchecked": "shows when a bad row comes for an order that the same process has booked",
    "booking-key-of-the-file": "shows with two files in one shop that hold the same order",
    "booking-key-of-the-job": "shows with two jobs in one shop that import the same order",
    "booking-key-with-the-total": "shows when an order comes again with another total",
    "checked-once-and-for-all": "shows when a bad file follows a good one of the same name",
    "first-thousand-checked": "shows with more than a thousand rows",
    "first-thousand-rows": "shows with more than a thousand rows",
    "fixed-keys-for-mails": "shows with two files in one shop",
    "keys-from-places-in-the-file": "shows with two files in one shop",
    "last-bad-line": "shows in the words of the error",
    "line-fixed": "shows in the words of the error",
    "line-looked-up-by-reference": "shows in the words of the error",
    "line-without-the-header": "shows in the words of the error",
    "lines-sorted-as-text": "shows in the words of the error",
    "mail-key-of-the-file": "shows with two jobs in one shop that import the same file",
    "one-row-for-each-reference": "shows when a bad row has the reference of a good one below it",
    "orders-by-the-name-of-the-file": "shows when another file of the same name comes to the same process",
    "pick-list-in-notify": "shows when the printer refuses",
    "pick-list-key-of-the-file": "shows with two jobs in one shop that import the same file",
    "references-before-totals": "shows in the words of the error",
    "reused-key-passed-over": "shows when an order comes again with another total",
    "rows-kept-once-read": "shows with two files in one process",
  },
};
