// Colour, where it can be seen and nobody forbids it. No meaning hangs on it.
import { styleText } from "node:util";

export interface Ink {
  good(text: string): string;
  bad(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  /** A text that leads to an address when it is clicked; where a terminal cannot do that, the text alone. */
  link(text: string, url: string): string;
}

/** As much of a stream as is needed to know whether it is a terminal. */
interface Output {
  readonly isTTY?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const same = (text: string): string => text;

/** No colour: for pipes and files. */
export const plainInk: Ink = { good: same, bad: same, strong: same, faint: same, link: same };

const colours: Ink = {
  good: (text) => styled("green", text),
  bad: (text) => styled("red", text),
  strong: (text) => styled("bold", text),
  faint: (text) => styled("dim", text),
  link: same,
};

/** The colours that an output takes, and whether it takes links. */
export function inkFor(output: Output, environment: Environment): Ink {
  const ink = hasColour(output, environment) ? colours : plainInk;
  return output.isTTY === true && hasLinks(environment) ? { ...ink, link: linked } : ink;
}

/** The escape sequence OSC 8, as terminals agreed on it: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
const linked = (text: string, url: string): string => `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`;

/** Whether a terminal is one of those that are known to make links: others might print the address as rubbish. */
function hasLinks(environment: Environment): boolean {
  if (isDumb(environment)) return false;
  const { TERM_PROGRAM = "", VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID, TMUX } = environment;
  // A multiplexer stands between, and older ones pass on what they do not know.
  if (TMUX) return false;
  const isKnown = ["vscode", "iTerm.app", "WezTerm", "ghostty", "Hyper", "zed"].includes(TERM_PROGRAM);
  return isKnown || Boolean(WT_SESSION) || Boolean(KITTY_WINDOW_ID) || Number(VTE_VERSION) >= 5_000;
}

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
