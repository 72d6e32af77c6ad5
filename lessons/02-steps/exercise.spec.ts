// What your job must withstand, from calm weather to storms. Read it from the top; edit exercise.ts, not this file.
import { it } from "vitest";
import { importOrders, printPickList } from "#lesson/02-steps";
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

const delivered = (file: string, ...lines: string[]) => ({
  args: { file },
  shop: () => openShop({}, { files: { [file]: ["reference,total_cents", ...lines].join("\n") } }),
  otherJobs: [printPickList],
});
const threeOrders = delivered("market.csv", "M-7,1250", "M-8,800", "M-12,3075");

const accepted = "accepted market.csv";
const bookings = ["book M-7", "book M-8", "book M-12"];
const imported = "imported 3 orders from market.csv";

const everything = {
  effects: [accepted, ...bookings, imported, "pick-list market.csv"],
  rule: "The file is accepted, each row is booked once, the office hears of it, and the pick list is printed.",
};
const emptyHanded = "A step takes nothing from the variables of an earlier execution.";

it("imports the file, tells the office, and has the pick list printed, in calm weather", async () => {
  const run = await simulate(importOrders, threeOrders);
  assertEachOnce(run, everything);
});

it("refuses a file with a bad row, and names the line, before anything is booked or mailed", async () => {
  for (const row of [",800", "M-8,8.50", "M-8,-800", "M-8,"]) {
    const run = await simulate(importOrders, delivered("market.csv", "M-7,1250", row, "M-12,3075"));
    const rule = `Line 3 of this file is "${row}". The file is refused as a whole, before anything happens outside.`;
    assertEachOnce(run, { effects: [], failing: ["import_orders"], rule });
    assertErrorNames("line 3", run);
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

it("loads the rows although another execution has validated them", async () => {
  // Another worker imports another file meanwhile: what is kept outside of perform belongs to nobody.
  const [run] = await Promise.all([
    simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] }),
    simulate(importOrders, delivered("other.csv", "X-1,100")),
  ]);
  assertEachOnce(run, { effects: bookings, only: ["book"], rule: emptyHanded });
});

it("counts the orders although another execution has booked them", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: "book M-12" })] });
  assertEachOnce(run, { effects: [imported], only: ["imported"], rule: emptyHanded });
});

it("has the pick list printed after the last step, although a SIGTERM came between two steps", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertEachOnce(run, { ...everything, rule: "The follow-up comes when all steps are done, and it comes once." });
});

// The next two run on a queue that writes progress down only when the job goes back to it, as Rails does.
it("goes back to the queue before it loads", async () => {
  const worker = { progress: "payload", faults: [crash({ before: "book M-7" })] } as const;
  const run = await simulate(importOrders, { ...threeOrders, ...worker });
  const rule = "What is not back in the queue is lost in a crash. So the load gets an execution of its own.";
  assertEachOnce(run, { ...everything, rule });
  assertRedone(run, { atMost: 0, rule });
});

it("goes back to the queue after it has loaded", async () => {
  const worker = { progress: "payload", faults: [crash({ before: imported })] } as const;
  const run = await simulate(importOrders, { ...threeOrders, ...worker });
  const rule = "What is not back in the queue is lost in a crash. So the step after the load gets its own, too.";
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
