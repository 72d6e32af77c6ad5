// The matrix as a page of Markdown.
import { factsOf } from "#catalogue";
import type { Findings } from "./findings.ts";
import type { Measured, MeasuredLesson } from "./measured.ts";
import { specsTable } from "./specs-table.ts";
import { mostFaults, schedulesPerSeed, seeds } from "./ways.ts";

/** One mistake, and what finds it. */
export interface MatrixRow extends Findings {
  readonly lesson: string;
  readonly name: string;
  /** How many of the seeds find it by chance. */
  readonly chance: number;
}

/** Where the table is kept. */
export const matrixFile = "test/matrix/MATRIX.md";

const columns = [
  "mistake",
  "one SIGTERM, by hand",
  "SIGTERM everywhere",
  "one crash, thrown",
  "one crash, nothing runs",
  "an error before",
  "an answer lost",
  `${schedulesPerSeed} random schedules`,
  "explorer",
  "faults needed",
];

/** The mistakes that were measured, lesson by lesson. */
export const rowsOf = ({ lessons }: Measured): readonly MatrixRow[] =>
  Object.entries(lessons).flatMap(([lesson, { mistakes }]) =>
    Object.entries(mistakes).map(([name, { findings, chance }]) => ({ lesson, name, ...findings, chance })),
  );

/** The mistakes that no scenario of their lesson shows, each with the reason that the lesson gives. */
export async function unseenMistakes(lessons: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const unseen: Record<string, string> = {};
  for (const lesson of lessons) {
    for (const [name, reason] of Object.entries((await factsOf(lesson)).unseen ?? {})) {
      unseen[`${lesson}/${name}`] = reason;
    }
  }
  return unseen;
}

/** The page: what is measured, two tables for each lesson, and the sums. */
export async function matrixPage(measured: Measured): Promise<string> {
  const rows = rowsOf(measured);
  const unseen = await unseenMistakes(Object.keys(measured.lessons));
  return [
    "# What finds what",
    "",
    "Written by `npm run matrix` from what it measures and keeps in `measured.json`; a test fails when it is out of date.",
    "Each row is a file of `test/wrong`.",
    "",
    "One judge for all columns: an effect is lost, repeated, unexpected, late or out of order; the job failed or did not",
    "finish; a service was told something wrong; or more was asked for again than the scenario allows for these faults. A",
    "mistake counts as found when any scenario of its lesson in `src/catalogue/lessons` shows it.",
    "",
    "- **One SIGTERM, by hand**: in the middle of the work, as with the test helpers of Rails and job-iteration.",
    "- **SIGTERM everywhere**: one run for each checkpoint.",
    "- **One crash, thrown**: before and after each operation, as an error. `catch` and `finally` run, and the job is retried.",
    "- **One crash, nothing runs**: before and after each operation; what the job awaits never settles.",
    "- **An error before, an answer lost**: a service fails for a moment, at each effect in turn, before or after it is done;",
    "  a job that fails of it is retried from the dead letters.",
    `- **${schedulesPerSeed} random schedules**: by fast-check, up to ${mostFaults} faults in one of the scenarios; how many of ${seeds} seeds find it.`,
    "- **Explorer**: every durable state that any number of faults leads to; then the faults of its shortest story.",
    "",
    "Below that, what the specs of the lesson see: ● the spec that fails first, ○ others that fail.",
    "",
    ...Object.entries(measured.lessons).flatMap(([lesson, own]) => tablesOf(lesson, own, rows)),
    ...summaryOf(rows, unseen),
    "",
  ].join("\n");
}

function tablesOf(lesson: string, measured: MeasuredLesson, rows: readonly MatrixRow[]): readonly string[] {
  const own = rows.filter((row) => row.lesson === lesson);
  const found = (column: (row: MatrixRow) => boolean) => `**${own.filter(column).length} of ${own.length}**`;
  const sums = [
    "**found**",
    found(({ byHand }) => byHand),
    found(({ everySigterm }) => everySigterm),
    found(({ everyThrownCrash }) => everyThrownCrash),
    found(({ everyCrash }) => everyCrash),
    found(({ everyRefusal }) => everyRefusal),
    found(({ everyLostAnswer }) => everyLostAnswer),
    `${found(({ chance }) => chance === seeds)} always`,
    found(({ story }) => story !== undefined),
    "",
  ];
  return [
    `## ${lesson}`,
    "",
    line(columns),
    line(columns.map(() => "---")),
    ...own.map((row) => line(cellsOf(row))),
    line(sums),
    "",
    ...specsTable(measured),
    "",
  ];
}

const cellsOf = (row: MatrixRow): readonly string[] => [
  row.name,
  ...[row.byHand, row.everySigterm, row.everyThrownCrash, row.everyCrash, row.everyRefusal, row.everyLostAnswer].map(
    sign,
  ),
  row.chance === 0 ? "–" : `${Math.round((100 * row.chance) / seeds)} %`,
  sign(row.story !== undefined),
  row.story ? needed(row.story) : "",
];

function summaryOf(rows: readonly MatrixRow[], unseen: Readonly<Record<string, string>>): readonly string[] {
  const needing = (count: number) => rows.filter((row) => faultsNeeded(row) === count).map(({ name }) => name);
  return [
    "## What it comes to",
    "",
    `- Wrong even in calm weather: ${list(needing(0))}.`,
    `- Need two faults: ${list(needing(2))}.`,
    `- Need three faults: ${list(needing(3))}.`,
    `- Found by a single crash only when nothing runs after it, neither \`finally\` nor a last write to the queue: ${list(rows.filter(onlyWithoutFinally).map(({ name }) => name))}.`,
    "- Found by a spec of the lesson, and by none of these ways in these scenarios:",
    ...Object.entries(unseen).map(([name, reason]) => `  - ${name}: ${reason}`),
  ];
}

/** Whether a mistake shows in a single crash after which nothing runs, and not in one that is thrown, nor in a stop. */
export const onlyWithoutFinally = (row: MatrixRow): boolean =>
  row.everyCrash && !row.everyThrownCrash && !row.everySigterm;

const needed = (story: NonNullable<Findings["story"]>): string =>
  story.length === 0
    ? "0"
    : `${strikesIn(story).length}: ${story.map((kind) => (kind === "SIGKILL" ? "crash" : kind)).join(", ")}`;

/** A slow day is no fault: it lasts from the beginning to the end. */
const strikesIn = (story: NonNullable<Findings["story"]>) => story.filter((kind) => kind !== "slow");

/** How many faults the explorer needs to show a mistake; undefined when it does not. */
export const faultsNeeded = ({ story }: Findings): number | undefined => story && strikesIn(story).length;

const sign = (found: boolean): string => (found ? "found" : "–");
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const list = (names: readonly string[]): string =>
  names.length === 0 ? "none" : `${names.length} (${names.join(", ")})`;
