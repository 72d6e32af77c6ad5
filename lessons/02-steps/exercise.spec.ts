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
  loseAnswer,
  refuse,
  type Run,
  sigterm,
  simulate,
} from "#simulation";

const csv = (...lines: string[]) => ["reference,total_cents", ...lines].join("\n");
const goodRows = ["M-8,1999", "M-12,1250", "M-7,3075"];
// Good as well: references are names, taken as they stand, and each of these totals has nothing but digits.
const oddRows = ["007,0800", "7,0", "b-9,115", "B-9,115", "B-1,00", "B-10,1250", "B-2,3000000000"];
const badTotals = [
  "",
  " ",
  "8.50",
  "8.0",
  "-800",
  "+800",
  " 800",
  "800 ",
  "8e2",
  "0x10",
  "1_000",
  "80c",
  "EUR 8",
  "free",
];
// Each with the number of the line that its first text stands in.
const badRows: readonly (readonly [line: number, ...rows: string[]])[] = [
  ...badTotals.map((total) => [3, `M-12,${total}`] as const),
  [3, ",800"],
  [3, ","],
  [2, ",1999"],
  [4, "M-7,"],
  // The reference of line 4, that of line 2, and the total of line 2.
  [3, "M-7,free"],
  [3, "M-8,free"],
  [3, ",1999"],
];
const badKinds = [",800", "P-1,", "P-2,8.50", ",", "P-3,free", "P-4,-800", "P-5, "];
const longFile = (length: number) => Array.from({ length }, (_, index) => `L-${index + 1},${9_000 - index}`);
const badFiles: readonly (readonly [firstBadLine: number, rows: readonly string[]])[] = [
  ...badRows.map(([line, ...bad]) => [line, goodRows.toSpliced(line - 2, bad.length, ...bad)] as const),
  // Seven good rows, and a bad one of each kind below them: every kind is once above all the others.
  ...badKinds.map((_, top) => [9, [...oddRows, ...badKinds.slice(top), ...badKinds.slice(0, top)]] as const),
  ...[102, 502, 1_001, 1_002].map((line) => [line, longFile(1_010).with(line - 2, "L-0,free")] as const),
  [5_004, [...longFile(5_002), "L-0,free"]],
];
const otherFiles = { "other.csv": csv("X-1,100", "X-3,300"), "again.csv": csv("X-2,200", "M-7,3075") };
const delivered = (rows: readonly string[], refused: readonly string[] = []) => ({
  args: { file: "market.csv" },
  shop: () => openShop({}, { files: { "market.csv": csv(...rows), ...otherFiles }, refused }),
  otherJobs: [printPickList],
});
const threeOrders = delivered(goodRows);

/** What is to come of a file with these rows. */
const importOf = (file: string, rows: readonly string[]) => {
  const orders = rows.map((row) => row.split(","));
  const [accepted, imported] = [`accepted ${file}`, `imported ${rows.length} orders from ${file}`];
  return {
    effects: [accepted, ...orders.map(([reference]) => `book ${reference}`), imported, `pick-list ${file}`],
    amounts: Object.fromEntries(orders.map(([reference, total]) => [`book ${reference}`, Number(total)])),
    details: { [accepted]: { to: "imports@market.example" }, [imported]: { to: "office@shop.example" } },
  };
};
const everything = importOf("market.csv", goodRows);
const [accepted, imported] = ["accepted market.csv", "imported 3 orders from market.csv"];
const bookings = ["book M-8", "book M-12", "book M-7"];

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

const days = (count: number) => ({ wait: count * 24 * 60 * 60 * 1_000 });

/** Two imports in one process, a week apart. The file of the second week has the same name. */
const thenNextWeek = (...rows: string[]) => {
  let shop = threeOrders.shop();
  const deliver = defineJob({
    name: "deliver_next_file",
    perform: async () => shop.deliver("market.csv", csv(...rows)),
  });
  const twoWeeks = defineJob({
    name: "two_weeks",
    async perform() {},
    followUps: ({ file }: { file: string }) => [
      jobRequest(importOrders, { file }),
      jobRequest(deliver, null, days(6)),
      jobRequest(importOrders, { file }, days(7)),
    ],
  });
  return simulate(twoWeeks, {
    ...threeOrders,
    shop: () => (shop = threeOrders.shop()),
    otherJobs: [importOrders, deliver, printPickList],
  });
};

it("imports the file, tells the office, and has the pick list printed, in calm weather", async () => {
  const run = await simulate(importOrders, threeOrders);
  const rule = "The file is accepted, each row is booked once, the office hears of it, and the pick list is printed.";
  assertEachOnce(run, { ...everything, rule });
});

it("books every good row as it stands in the file, however odd it looks", async () => {
  const run = await simulate(importOrders, delivered(oddRows));
  const rule =
    "A reference is a name: 7 is not 007, and b-9 is not B-9. A total of nothing but digits is good: 0 is, and 0800 is 800.";
  assertEachOnce(run, { ...importOf("market.csv", oddRows), rule });
});

it("refuses a file with a bad row, and names the line, before anything is booked or mailed", async () => {
  for (const [line, rows] of badFiles) {
    const run = await simulate(importOrders, delivered(rows));
    const rule =
      `Line ${line} of this file, "${rows[line - 2]}", must not pass: does your check look at it, and what does it say? ` +
      "Nothing happens outside before every row is checked.";
    assertEachOnce(run, { effects: [], failing: ["import_orders"], rule });
    assertErrorNames(`line ${line}`, rows[line - 2] ?? "", run);
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
  for (const effect of [accepted, "book M-7"]) {
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
    effects: [...bookings, ...mailsAbout("market.csv", 3), "book X-1", "book X-3", ...mailsAbout("other.csv", 2)],
    inOrder: false,
    rule:
      "Each file has its own orders, mails and pick list. Two imports in one process share the variables of the module: " +
      "keep nothing there.",
  });
});

it("leaves the pick list to a follow-up, which comes once, after the last step", async () => {
  const run = await simulate(importOrders, { ...threeOrders, faults: [sigterm({ after: accepted })] });
  assertEachOnce(run, { ...everything, rule: "The follow-up comes when all steps are done, and it comes once." });
  const noPaper = await simulate(importOrders, delivered(goodRows, ["pick-list market.csv"]));
  assertEachOnce(noPaper, {
    effects: everything.effects.slice(0, -1),
    failing: ["print_pick_list"],
    rule: "The printer refuses. That is the failure of print_pick_list, a job of its own, and not of the import.",
  });
});

// 40 seconds on a busy machine, and so many executions: for a job with a step for each order.
it("books a long file, and nothing twice when it is killed 25 seconds after SIGTERM", async () => {
  const rows = longFile(1_010);
  const patient = { maxExecutions: 5_000, leaseMs: 10 * 60 * 1_000 };
  const calm = await simulate(importOrders, { ...delivered(rows), ...patient });
  const rule = "1,010 rows are 1,010 orders, and booking them takes as long as it takes.";
  assertEachOnce(calm, { ...importOf("market.csv", rows), rule });
  const some = rows.slice(0, 400);
  const faults = [sigterm({ after: "book L-100" })];
  const run = await simulate(importOrders, { ...delivered(some), ...patient, faults });
  assertEachOnce(run, {
    ...importOf("market.csv", some),
    rule:
      "300 bookings are left, which take 30 seconds, and a worker has 25 seconds left after SIGTERM. The load that was " +
      "killed begins again and books every row: keys make that harmless.",
  });
}, 40_000);

it("tries a step again in which a service has failed", async () => {
  for (const fault of [refuse("book M-12"), loseAnswer("book M-12"), refuse(accepted), refuse(imported)]) {
    const run = await simulate(importOrders, { ...threeOrders, faults: [fault] });
    const rule =
      "When a service fails, the job fails, somebody sees it and tries it again, and the step begins anew. So catch no " +
      "error, do nothing in a finally, and note nothing as done before it is.";
    assertEachOnce(run, { ...everything, rule });
  }
});

it("goes back to the queue before it loads, and after it", async () => {
  const onThisQueue = "On this queue, as in Rails, a finished step is saved only when the job goes back to it.";
  for (const [effect, rule] of [
    ["book M-8", `${onThisQueue} So it goes back before the load: a crash in there does not repeat validate.`],
    [imported, `${onThisQueue} So it goes back after the load: a crash in notify does not repeat the load.`],
  ] as const) {
    const worker = { progress: "payload", faults: [crash({ before: effect })] } as const;
    const run = await simulate(importOrders, { ...threeOrders, ...worker });
    assertEachOnce(run, { ...everything, rule });
    assertRedone(run, { atMost: 0, rule });
  }
});

it("mails about each file that is imported, and books no order twice", async () => {
  const nextDay = await simulate(importAll, imports("market.csv", "market.csv"));
  assertEachOnce(nextDay, {
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
    rule: "M-7 is in both files. Whichever file an order comes in, its key is made of the reference alone.",
  });
});

it("takes next week's file for what it is, although its name is the same", async () => {
  const otherRows = await thenNextWeek("N-1,450", "N-2,900");
  const rule =
    "Next week's file has other orders. The process lives on, and so do the variables of your module: what they know " +
    "of this name is of last week. Read the file in each import.";
  assertEachOnce(otherRows, { effects: [...bookings, "book N-1", "book N-2"], only: ["book"], rule });
  const nextWeek = importOf("market.csv", ["N-1,450", "N-2,900"]).effects;
  assertEachOnce(otherRows, { effects: [...everything.effects, ...nextWeek], rule });

  const badFile = await thenNextWeek("N-1,450", "M-7,free");
  assertEachOnce(badFile, {
    effects: everything.effects,
    failing: ["import_orders"],
    rule:
      "Next week's file has a bad row, of an order that was good last week. That says nothing: check every row in each " +
      "import.",
  });

  const otherTotal = await thenNextWeek("M-7,3100");
  assertEachOnce(otherTotal, {
    effects: [...bookings, imported],
    only: ["book", "imported"],
    failing: ["import_orders"],
    rule:
      "M-7 comes with another total. It is the same order, so its key is the same: the marketplace refuses, and the " +
      "import fails, so that somebody looks.",
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

// 40 seconds on a busy machine: a job that looks at the time is tried at every hour of the day.
it("withstands any number of crashes and SIGTERMs, wherever they strike", async () => {
  const rows = goodRows.slice(0, 2);
  const rule = "However often it is interrupted, the import finishes, and everything in it happens once.";
  await assertExactlyOnce(importOrders, {
    ...delivered(rows),
    ...importOf("market.csv", rows),
    rule,
    redoneAfterCrash: 2,
    redoneAfterStop: 0,
  });
}, 40_000);

function assertErrorNames(line: string, row: string, run: Run): void {
  const message = run.error?.message ?? "";
  const named = /\bline \d+\b/i.exec(message)?.[0].toLowerCase();
  if (named === line) return;
  throw frame({
    happened:
      `The job failed, and its error ${named ? `says "${named}"` : "names no line"}, but the first bad row is ` +
      `${line}, "${row}": ${message}`,
    run,
    rule: "Whoever reads the error at three in the morning must find the row. The names of the columns are line 1.",
    next: `Put "${line}" into the message of the error. Of several bad rows it is the first, whatever is wrong with the others.`,
  });
}
