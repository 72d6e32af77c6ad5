// The result of all suites as text: a table, what differs on purpose, and what is wrong.
import type { Rule } from "./rule.ts";
import { type ScenarioReport, staleness } from "./suite.ts";
import type { Assigned } from "./suites.ts";

/** A recording and what became of its scenarios. */
export interface Judged extends Assigned {
  readonly reports: readonly ScenarioReport[];
}

// The runs of a scenario tend to fail alike.
const shownProblems = 2;

/** One line for each recording: scenarios first, then its runs. */
export function asTable(judged: readonly Judged[]): string {
  const head = ["recording", "scenarios", "runs", "matched", "deliberate", "ruby only", "failed"];
  const rows = judged.map(({ suite, file, reports }) => {
    const sum = (count: (report: ScenarioReport) => number) =>
      String(reports.reduce((all, one) => all + count(one), 0));
    const name = file === suite.file ? suite.name : `${suite.name}, ${file}`;
    return [
      name,
      String(reports.length),
      sum(({ runs }) => runs),
      sum(({ matched }) => matched),
      sum(({ deliberate }) => deliberate),
      sum(({ rubyOnly }) => rubyOnly),
      sum(({ failed }) => failed),
    ];
  });
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return [head, ...rows].map(line).join("\n");
}

/** The rules by which runs differ on purpose, each with what differs and why, and how often it applied. */
export function asRules(judged: readonly Judged[]): string {
  const suites = [...new Set(judged.map(({ suite }) => suite))];
  return suites
    .flatMap((suite) => {
      const reports = judged.filter((one) => one.suite === suite).flatMap((one) => one.reports);
      return suite.rules.map((rule) => asRule(rule, reports));
    })
    .join("\n");
}

function asRule({ name, kind, what, why, unrecorded, rest }: Rule<never>, reports: readonly ScenarioReport[]): string {
  const runs = reports.flatMap(({ rules }) => rules).filter((one) => one === name).length;
  return [
    `${name} (${kind}; ${runs === 1 ? "1 run" : `${runs} runs`})`,
    what,
    `why: ${why}`,
    `still compared: ${rest.compares}`,
    ...(unrecorded === undefined ? [] : [`not in the recording here; known from ${unrecorded}`]),
  ].join("\n    ");
}

/** What is wrong, scenario by scenario; empty when nothing is. */
export function asProblems(judged: readonly Judged[]): string {
  const stale = judged
    .filter(({ suite, file }) => file === suite.file)
    .flatMap(({ suite, reports }) => staleness(suite, reports))
    .map((problem) => `✗ ${problem}`);
  return [...failures(judged), ...(stale.length > 0 ? [`Rules that are wrong: ${stale.length}`, ...stale] : [])].join(
    "\n\n",
  );
}

function failures(judged: readonly Judged[]): readonly string[] {
  const failed = judged.flatMap(({ reports }) => reports).filter(({ verdict }) => verdict === "failed");
  if (failed.length === 0) return [];
  const blocks = failed.map(({ id, problems }) => {
    const more = problems.length - shownProblems;
    return [`✗ ${id}`, ...problems.slice(0, shownProblems), ...(more > 0 ? [`and ${more} more`] : [])].join("\n  ");
  });
  return [`Scenarios that failed: ${failed.length}`, ...blocks];
}
