// Breaks a paragraph into lines of at most 80 columns.

const width = 80;

/** @param margins what stands before the first line and before each further one */
export function wrap(
  text: string,
  { first, rest }: { readonly first: string; readonly rest: string },
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.trim().split(/ |\n\s*/)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
