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
  crash,
  crashEverywhere,
  frame,
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
const otherFiles = { "other.csv": csv("X-1,100"), "again.csv": csv("X-2,200", "M-12,3075") };
const delivered = (...lines: string[]) => ({
  args: { file: "market.csv" },
  shop: () => openShop({}, { files: { "market.csv": csv(...lines), ...otherFiles } }),
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
// A job of these specs, which does nothing but lead to one of yours for each file.
const importAll = defineJob({
  name: "import_all",
  async perform() {},
  followUps: ({ files }: { files: string[] }) => files.map((file) => jobRequest(importOrders, { file })),
});
const imports = (...files: string[]) => ({
  ...threeOrders,
  args: { files },
  otherJobs: [importOrders, printPickList],
});
const mailsAbout = (file: string, orders: number) => [
  `accepted ${file}`,
  `imported ${orders} orders from ${file}`,
  `pick-list ${file}`,
];

it("imports the file, tells the office, and has the pick list printed, in calm weather", async () => {
  const run = await simulate(importOrders, threeOrders);
  assertEachOnce(run, everything);
});

it("refuses a file with a bad row, and names the line, before anything is booked or mailed", async () => {
  for (const [line, row] of badRows) {
    const run = await simulate(importOrders, delivered(...goodRows.with(line - 2, row)));
    const rule =
      `Line ${line} of this file, "${row}", must not pass: what does your check say about this text? ` +
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
  const run = await simulate(importAll, {
    ...imports("market.csv", "other.csv"),
    faults: [sigterm({ after: accepted })],
  });
  assertEachOnce(run, {
    effects: [accepted, "accepted other.csv"],
    only: ["accepted"],
    inOrder: false,
    rule: "A key stands for one mail, or for one order: make it of job.id for a mail, and of the reference for a booking.",
  });
  assertEachOnce(run, {
    effects: [...bookings, ...mailsAbout("market.csv", 3), "book X-1", ...mailsAbout("other.csv", 1)],
    inOrder: false,
    rule: "X-1 is from other.csv. Two imports in one process share the variables of the module: keep nothing there.",
  });
});

it("has the pick list printed after the last step, although a SIGTERM came between two steps", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertEachOnce(run, { ...everything, rule: "The follow-up comes when all steps are done, and it comes once." });
});

it("goes back to the queue before it loads, and after it", async () => {
  const onThisQueue = "On this queue, as in Rails, a finished step is saved only when the job goes back to it.";
  for (const [effect, rule] of [
    ["book M-7", `${onThisQueue} So it goes back before the load: a crash in there does not repeat validate.`],
    [imported, `${onThisQueue} So it goes back after the load: a crash in notify does not repeat the load.`],
  ] as const) {
    const worker = { progress: "payload", faults: [crash({ before: effect })] } as const;
    const run = await simulate(importOrders, { ...threeOrders, ...worker });
    assertEachOnce(run, { ...everything, rule });
    assertRedone(run, { atMost: 0, rule });
  }
});

it("books nothing twice when the worker is killed in the middle of the load", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [crash({ after: "book M-8" })] });
  assertEachOnce(run, { ...everything, rule: "A crash repeats the step from its beginning. Keys make that harmless." });
});

it("mails about each file that is imported, and books no order twice", async () => {
  const nextWeek = await simulate(importAll, imports("market.csv", "market.csv"));
  assertEachOnce(nextWeek, {
    effects: [...bookings, ...mailsAbout("market.csv", 3), ...mailsAbout("market.csv", 3)],
    inOrder: false,
    rule:
      "A file of the same name came again, with the same orders. Its mails are new ones: their keys are made of " +
      "job.id. Its orders are not: their keys are made of the reference alone.",
  });
  const otherFile = await simulate(importAll, imports("market.csv", "again.csv"));
  assertEachOnce(otherFile, {
    effects: [...bookings, ...mailsAbout("market.csv", 3), "book X-2", ...mailsAbout("again.csv", 2)],
    inOrder: false,
    rule: "M-12 is in both files. Whichever file an order comes in, its key is made of the reference alone.",
  });
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
  throw frame({
    happened: `The job failed, and its error does not say "${line}": ${message}`,
    run,
    rule: "Whoever reads the error at three in the morning must find the row. The names of the columns are line 1.",
    next: `Put the number of the line into the message of the error: "${line}".`,
  });
}
