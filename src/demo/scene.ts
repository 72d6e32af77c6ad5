// What a demo shows, before anyone paints it: lines that stay, and a progress bar that moves.

/** How a line's head stands out. Colour only repeats what the words say. */
export type Tone = "plain" | "strong" | "good" | "bad";

export interface Line {
  /** The part that the tone is for. */
  readonly head: string;
  readonly text: string;
  readonly tone: Tone;
}

export type Scene =
  | { readonly kind: "lines"; readonly lines: readonly Line[] }
  /** One state of the bar; the next one takes its place, unless lines come between. */
  | { readonly kind: "progress"; readonly line: Line };

const width = 80;
const labelWidth = 12;
const indent = "  ";

/**
 * A label, and what there is to say about it in as many lines as that takes.
 *
 * @example row("SIGTERM", "worker 1 is asked to stop", "bad")
 */
export function row(label: string, text: string, tone: Tone = "strong"): readonly Line[] {
  const room = width - indent.length - labelWidth;
  return wrapped(text, room).map((part, index) => ({
    head: indent + (index === 0 ? label : "").padEnd(labelWidth),
    text: part,
    tone,
  }));
}

/** A line over a part of the output, with an empty one before it. */
export const heading = (text: string): readonly Line[] => [blank, { head: text, text: "", tone: "strong" }];

/** Text that is laid out already. */
export const verbatim = (lines: readonly string[]): readonly Line[] =>
  lines.map((text) => ({ head: "", text, tone: "plain" }));

export const blank: Line = { head: "", text: "", tone: "plain" };

/** A line without colour. */
export const plain = ({ head, text }: Line): string => `${head}${text}`.trimEnd();

/** Stands between a number and its unit, so that a line does not end between them; it is printed as a space. */
export const noBreak = "\u00a0";

/** Breaks text between words; a word that is wider than the room has a line of its own. */
export function wrapped(text: string, room: number = width): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll(noBreak, " "));
}
