// Colour, where the terminal has it and NO_COLOR does not forbid it. No meaning hangs on it.
import { styleText } from "node:util";

export interface Ink {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

const same = (text: string): string => text;

/** No colour: for tests and for files. */
export const plainInk: Ink = { good: same, bad: same, strong: same, faint: same };

/** Colour as styleText allows it. Single styles only: on Node 20.20 a list of styles ignores NO_COLOR. */
export const terminalInk: Ink = {
  good: (text) => styleText("green", text),
  bad: (text) => styleText("red", text),
  strong: (text) => styleText("bold", text),
  faint: (text) => styleText("dim", text),
};
