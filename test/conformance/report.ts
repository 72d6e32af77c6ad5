// The result of all suites as text: a table, what differs on purpose, and what is wrong.
import type { ScenarioReport } from "./suite.ts";
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

/** The scenarios that differ on purpose, each with what differs and why. */
export function asDifferences(judged: readonly Judged[]): string {
  return judged
    .flatMap(({ suite, reports }) =>
      suite.differences
        .filter(({ scenario }) => reports.some(({ id }) => id === scenario))
        .map(({ scenario, kind, what, why }) => `${scenario} (${kind})\n    ${what}\n    why: ${why}`),
    )
    .join("\n");
}

/** What is wrong, scenario by scenario; empty when nothing is. */
export function asProblems(judged: readonly Judged[]): string {
  const failed = judged.flatMap(({ reports }) => reports).filter(({ verdict }) => verdict === "failed");
  if (failed.length === 0) return "";
  const blocks = failed.map(({ id, problems }) => {
    const more = problems.length - shownProblems;
    return [`✗ ${id}`, ...problems.slice(0, shownProblems), ...(more > 0 ? [`and ${more} more`] : [])].join("\n  ");
  });
  return [`Scenarios that failed: ${failed.length}`, ...blocks].join("\n\n");
}
