// What a demo shows, before anyone paints it: lines that stay, and a progress bar that moves.
import { PAGE_WIDTH, wrap } from "#terminal";

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

const labelWidth = 12;
const indent = "  ";

/**
 * A label, and what there is to say about it in as many lines as that takes.
 *
 * @example row("SIGTERM", "worker 1 is asked to stop", "bad")
 */
export function row(label: string, text: string, tone: Tone = "strong"): readonly Line[] {
  const width = PAGE_WIDTH - indent.length - labelWidth;
  return wrap(text, { width }).map((part, index) => ({
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
