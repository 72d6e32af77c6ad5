// Lays out text for a terminal of 80 columns. There is no colour: a pipe receives what a terminal shows.

const width = 80;
const labelWidth = 12;
const indent = "  ";

/** Stands between a number and its unit, so that a line does not end between them; it is printed as a space. */
export const noBreak = "\u00a0";

/** What is printed for lines that were put together. */
export const printed = (lines: readonly string[]): string =>
  lines.map((line) => `${line.trimEnd().replaceAll(noBreak, " ")}\n`).join("");

/**
 * A label, and what there is to say about it in as many lines as that takes.
 *
 * @example row("checkpoint", "40 ms, once per batch")
 */
export function row(label: string, text: string): readonly string[] {
  const room = width - indent.length - labelWidth;
  return wrapped(text, room).map((part, index) => indent + (index === 0 ? label : "").padEnd(labelWidth) + part);
}

/** Breaks text between words; a word that is wider than the room has a line of its own. */
export function wrapped(text: string, room: number = width): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
