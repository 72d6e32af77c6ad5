// Colour, where it can be seen and nobody forbids it. No meaning hangs on it.
import { styleText } from "node:util";

export interface Ink {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** As much of a stream as is needed to know whether it is a terminal. */
interface Output {
  readonly isTTY?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const same = (text: string): string => text;

/** No colour: for pipes and files. */
export const plainInk: Ink = { good: same, bad: same, strong: same, faint: same };

const colours: Ink = {
  good: (text) => styled("green", text),
  bad: (text) => styled("red", text),
  strong: (text) => styled("bold", text),
  faint: (text) => styled("dim", text),
};

/** The colours that an output takes. */
export const inkFor = (output: Output, environment: Environment): Ink =>
  hasColour(output, environment) ? colours : plainInk;

/** A terminal that shows every code as rubbish, such as a shell inside an editor. */
export const isDumb = ({ TERM }: Environment): boolean => TERM === "dumb";

/**
 * Whether an output takes colour: a terminal does, unless NO_COLOR or TERM=dumb says otherwise; a pipe does when
 * FORCE_COLOR asks for it.
 */
export function hasColour({ isTTY }: Output, environment: Environment): boolean {
  const { NO_COLOR, FORCE_COLOR } = environment;
  if (NO_COLOR || isDumb(environment)) return false;
  if (FORCE_COLOR !== undefined) return !["0", "false"].includes(FORCE_COLOR);
  return isTTY === true;
}

// The question whether to colour is answered above, for any stream and from the environment that was handed in.
const styled = (style: "green" | "red" | "bold" | "dim", text: string): string =>
  styleText(style, text, { validateStream: false });
