// Rows of a table that reads well in a terminal and in Markdown.

export type Row = Readonly<Record<string, string>>;

/** Prints rows that all have the same columns; every column but the first is aligned to the right. */
export function printTable(title: string, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => (row[column] ?? "").length)));
  const pad = (text: string, index: number) =>
    index === 0 ? text.padEnd(widths[index] ?? 0) : text.padStart(widths[index] ?? 0);
  const print = (cells: readonly string[]) => console.log(`| ${cells.map(pad).join(" | ")} |`);
  console.log(`\n${title}\n`);
  print(columns);
  print(widths.map((width) => "-".repeat(width)));
  for (const row of rows) print(columns.map((column) => row[column] ?? ""));
}

/** A whole number with separators: 1,234,567. */
export const whole = (value: number): string => Math.round(value).toLocaleString("en");
