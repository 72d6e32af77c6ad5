// Pages in ASCII, where a terminal knows no other signs: made at the one place through which everything is written.

type Environment = Readonly<Record<string, string | undefined>>;

/** Each sign of our pages, and what stands for it: one sign, so that nothing moves. */
const forms: Readonly<Record<string, string>> = {
  "●": "*",
  "○": "o",
  "▲": "^",
  "∅": "?",
  "✗": "x",
  "✕": "X",
  "✓": "+",
  "◆": "#",
  "⚑": "!",
  "↩": "<",
  "█": "#",
  "░": ".",
  "│": "|",
  "├": "|",
  "┤": "|",
  "┬": "+",
  "┴": "+",
  "┼": "+",
  "└": "+",
  "┘": "+",
  "┌": "+",
  "┐": "+",
  "─": "-",
  "·": "-",
  "…": "~",
  "←": "<",
  "→": ">",
  "‹": "<",
  "▸": ">",
  "↑": "^",
  "↓": "v",
  "√": "V",
  "×": "x",
  "−": "-",
  "–": "-",
  "—": "-",
  µ: "u",
  "²": "2",
  "³": "3",
  "⁴": "4",
  "⁵": "5",
  "“": '"',
  "”": '"',
  "’": "'",
  "‘": "'",
  "\u00a0": " ",
};

/**
 * Whether the environment names a character set that has our signs. Where it names none, as on Windows, it is taken for granted.
 */
export function hasUnicode({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const named = LC_ALL || LC_CTYPE || LANG;
  return !named || /utf-?8/i.test(named);
}

/** The text with our signs as ASCII. What else is not ASCII, such as a name, loses its accents or becomes a question mark. */
export const toAscii = (text: string): string =>
  // "… and 3 more lines" has room for three points.
  text.replaceAll(/(?<=^\s*)…(?= )/gm, "...").replaceAll(/[^\0-\u007f]/gu, (sign) => forms[sign] ?? plain(sign));

function plain(sign: string): string {
  const letters = sign.normalize("NFKD").replaceAll(/\p{Mark}/gu, "");
  return /^[\0-\u007f]+$/.test(letters) ? letters : "?";
}

/** A stream as far as it is written to; what else write() is given belongs to the stream. */
interface Written {
  write(text: string | Uint8Array, ...more: never[]): boolean;
}

interface Outputs {
  readonly stdout: Written;
  readonly stderr: Written;
  readonly env: Environment;
}

/** Lets a process write ASCII where its environment knows nothing else. For programs, before they write. */
export function writeReadably({ stdout, stderr, env }: Outputs = process): void {
  if (hasUnicode(env)) return;
  for (const stream of [stdout, stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (text, ...more) => write(typeof text === "string" ? toAscii(text) : text, ...more);
  }
}
