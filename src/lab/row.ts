// A label, and what there is to say about it.
import { wrap } from "#terminal";

const labelWidth = 12;
const indent = "  ";

/**
 * A label and its text, in as many lines as that takes.
 *
 * @example row("checkpoint", "40 ms, once per batch")
 */
export const row = (label: string, text: string): readonly string[] =>
  wrap(text, { first: indent + label.padEnd(labelWidth), rest: indent + " ".repeat(labelWidth) });
