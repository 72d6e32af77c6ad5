// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { importOrders, printPickList } from "#lesson/02-steps";
import { defineJob, jobRequest } from "#jobs";
import { openShop } from "#shop";
import {
  assertEachOnce,
  assertExactlyOnce,
  assertRedone,
  assertStopsWithin,
  BrokenRule,
  crash,
  crashEverywhere,
  type Run,
  sigterm,
  simulate,
} from "#simulation";

const csv = (...lines: string[]) => ["reference,total_cents", ...lines].join("\n");
const goodRows = ["M-7,1250", "M-8,800", "M-12,3075"];
// Each with the number of the line that it stands in.
const badRows = [
  [3, ",800"],
  [3, "M-8,"],
  [3, "M-8,8.50"],
  [3, "M-8,-800"],
  [3, "M-8,8e2"],
  [2, ",1250"],
  [4, "M-12,"],
] as const;
const delivered = (...lines: string[]) => ({
  args: { file: "market.csv" },
  shop: () => openShop({}, { files: { "market.csv": csv(...lines), "other.csv": csv("X-1,100") } }),
  otherJobs: [printPickList],
});
const threeOrders = delivered(...goodRows);

const accepted = "accepted market.csv";
const bookings = ["book M-7", "book M-8", "book M-12"];
const imported = "imported 3 orders from market.csv";

const everything = {
  effects: [accepted, ...bookings, imported, "pick-list market.csv"],
  amounts: { "book M-7": 1250, "book M-8": 800, "book M-12": 3075 },
  details: { [accepted]: { to: "imports@market.example" }, [imported]: { to: "office@shop.example" } },
  rule: "The file is accepted, each row is booked once, the office hears of it, and the pick list is printed.",
};
const everythingOfTheOther = [
  "accepted other.csv",
  "book X-1",
  "imported 1 orders from other.csv",
  "pick-list other.csv",
];
// A job of these specs, which does nothing but lead to two of yours.
const importBoth = defineJob({
  name: "import_both",
  async perform() {},
  followUps: () => [jobRequest(importOrders, { file: "market.csv" }), jobRequest(importOrders, { file: "other.csv" })],
});
const twoFiles = { ...threeOrders, args: {}, otherJobs: [importOrders, printPickList] };

it("imports the file, tells the office, and has the pick list printed, in calm weather", async () => {
  const run = await simulate(importOrders, threeOrders);
  assertEachOnce(run, everything);
});

it("refuses a file with a bad row, and names the line, before anything is booked or mailed", async () => {
  for (const [line, row] of badRows) {
    const run = await simulate(importOrders, delivered(...goodRows.with(line - 2, row)));
    const rule =
      `Line ${line} of this file is "${row}". It must not pass: a row has a reference, and a total of digits only. ` +
      "Nothing happens outside before every row is checked.";
    assertEachOnce(run, { effects: [], failing: ["import_orders"], rule });
    assertErrorNames(`line ${line}`, run);
  }
});

it("stops between two steps once SIGTERM has come", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertStopsWithin(run, { effects: 0, rule: "Between two steps is a checkpoint: validate and load are two steps." });
});

it("runs nothing again that was finished before the SIGTERM", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertRedone(run, { atMost: 0, rule: "A finished step is skipped. Code outside steps runs at every execution." });
});

it("loads and counts the orders although other executions have validated and booked them", async () => {
  for (const effect of [accepted, "book M-12"]) {
    const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: effect })] });
    const rule = "A step takes nothing from the variables of an earlier execution.";
    assertEachOnce(run, { effects: [...bookings, imported], only: ["book", "imported"], rule });
  }
});

it("keeps two files apart that are imported in turns", async () => {
  // The SIGTERM sends the import of market.csv back to the queue, and the other one gets its turn.
  const run = await simulate(importBoth, { ...twoFiles, faults: [sigterm({ after: accepted })] });
  assertEachOnce(run, {
    effects: [...everything.effects, ...everythingOfTheOther],
    inOrder: false,
    rule:
      "X-1 is from other.csv. Two imports in one process share the variables of the module: keep nothing there. " +
      "They share no key.",
  });
});

it("has the pick list printed after the last step, although a SIGTERM came between two steps", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertEachOnce(run, { ...everything, rule: "The follow-up comes when all steps are done, and it comes once." });
});

// The next two run on a queue like that of Rails.
const onThisQueue = "On this queue, as in Rails, a finished step is saved only when the job goes back to it.";

it("goes back to the queue before it loads", async () => {
  const worker = { progress: "payload", faults: [crash({ before: "book M-7" })] } as const;
  const run = await simulate(importOrders, { ...threeOrders, ...worker });
  const rule = `${onThisQueue} So it goes back before the load: a crash in there does not repeat validate.`;
  assertEachOnce(run, { ...everything, rule });
  assertRedone(run, { atMost: 0, rule });
});

it("goes back to the queue after it has loaded", async () => {
  const worker = { progress: "payload", faults: [crash({ before: imported })] } as const;
  const run = await simulate(importOrders, { ...threeOrders, ...worker });
  const rule = `${onThisQueue} So it goes back after the load: a crash in notify does not repeat the load.`;
  assertEachOnce(run, { ...everything, rule });
  assertRedone(run, { atMost: 0, rule });
});

it("books nothing twice when the worker is killed in the middle of the load", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [crash({ after: "book M-8" })] });
  assertEachOnce(run, { ...everything, rule: "A crash repeats the step from its beginning. Keys make that harmless." });
});

it("survives a crash before and after every operation, and repeats one step at most", async () => {
  for await (const run of crashEverywhere(importOrders, threeOrders)) {
    assertEachOnce(run, {
      ...everything,
      rule: "Each step has all its effects, and a crash repeats none: they have keys.",
    });
    assertRedone(run, { atMost: 3, rule: "A crash repeats the step that it strikes, and none that was finished." });
  }
});

it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  const rule = "However often it is interrupted, the import finishes, and everything in it happens once.";
  await assertExactlyOnce(importOrders, {
    ...threeOrders,
    ...everything,
    rule,
    redoneAfterCrash: 3,
    redoneAfterStop: 0,
  });
});

function assertErrorNames(line: string, run: Run): void {
  const message = run.error?.message ?? "";
  if (new RegExp(`\\b${line}\\b`, "i").test(message)) return;
  throw new BrokenRule({
    happened: `The job failed, and its error does not say "${line}": ${message}`,
    run,
    rule: "Whoever reads the error at three in the morning must find the row. The names of the columns are line 1.",
    next: `Put the number of the line into the message of the error: "${line}". Press h for a hint.`,
  });
}
