// Fits a lane of marks into a width: what matters stays, what repeats is counted.
import { columnsOf, cutEnd, cutMiddle, onOneLine, startOf } from "./columns.ts";
import { broken } from "./wrap.ts";

/** One word on a lane, with its signs. */
export interface Mark {
  /** What kind of effect it is, such as "charge": said once for a row of equals. */
  readonly verb?: string;
  readonly text: string;
  /** What stands behind the text: "▲", "✗ answer lost", "●". */
  readonly signs: readonly string[];
  /** Stays when the lane is folded: a fault, a resumption, an end. */
  readonly keep: boolean;
  /** Something is wrong here: stays too, together with its neighbours. */
  readonly wrong: boolean;
}

// What became of an effect stays beside it when a lane is broken into lines.
const inOnePiece = /✗ (?:refused|answer lost)/;

// When more marks than this are wrong, three of them stand for all.
const mostWrong = 4;

/**
 * Joins marks with spaces, leaving out what does not fit.
 *
 * @param all the marks of the lane
 * @param width columns that it may take
 * @param mostLines lines that it may take when what matters does not fit into one
 * @returns the lines; `(7 more)` stands for seven marks that were left out
 */
export function fold(all: readonly Mark[], width: number, mostLines = 1): readonly string[] {
  const marks = all.map((mark) => cut(mark, width));
  const important = importantOf(marks);
  for (const radius of [Infinity, 6, 4, 3, 2, 1, 0]) {
    const line = join(marks, (index) => important.some((other) => Math.abs(other - index) <= radius)).join(" ");
    if (columnsOf(line) <= width) return [line];
  }
  const parts = join(marks, (index) => important.includes(index));
  const pieces = parts.flatMap((part) =>
    inOnePiece.test(part) && columnsOf(part) <= width ? [part] : part.split(" "),
  );
  const lines = broken(pieces, { width });
  if (lines.length <= mostLines) return lines;
  const last = lines[mostLines - 1] ?? "";
  return [...lines.slice(0, mostLines - 1), `${startOf(last, width - 1)}…`];
}

// Of a longer verb nobody needs more to know it again.
const longestVerb = 24;

/** A mark that a line has room for: its name is cut, and its signs stay. */
function cut({ verb, ...mark }: Mark, width: number): Mark {
  const shortVerb = verb === undefined ? undefined : cutMiddle(onOneLine(verb), longestVerb);
  const beside = [shortVerb ?? "", ...mark.signs].filter(Boolean).reduce((sum, part) => sum + columnsOf(part) + 1, 0);
  const [, whole = "", colon = ""] = /^(.*?)(:?)$/.exec(onOneLine(mark.text)) ?? [];
  const text = cutEnd(whole, Math.max(1, width - beside - colon.length)) + colon;
  return { ...mark, ...(shortVerb !== undefined && { verb: shortVerb }), text };
}

/** The mark without its verb. */
const written = ({ text, signs }: Mark): string => [text, ...signs].filter(Boolean).join(" ");

/** Counts what is left out, and the cursors among it where most of it has none. */
function leftOut(marks: readonly Mark[]): string {
  const cursors = marks.filter(({ signs }) => isCursor(signs.at(-1)));
  const sign = cursors[0]?.signs.at(-1);
  const said = sign === undefined || cursors.length > marks.length / 2 ? "" : `, ${cursors.length} ${sign}`;
  return `(${marks.length} more${said})`;
}

export const isCursor = (sign: string | undefined): boolean => sign === "●" || sign === "○";

/** The places of the first two marks, the last one, the faults, and what is wrong. */
export function importantOf(marks: readonly Pick<Mark, "keep" | "wrong">[]): readonly number[] {
  const wrong = marks.flatMap((mark, index) => (mark.wrong ? [index] : []));
  const shown = wrong.length > mostWrong ? [...wrong.slice(0, 2), ...wrong.slice(-1)] : wrong;
  const kept = marks.flatMap((mark, index) => (mark.keep ? [index] : []));
  return [0, 1, marks.length - 1, ...kept, ...shown];
}

function join(marks: readonly Mark[], stays: (index: number) => boolean): readonly string[] {
  const parts: string[] = [];
  let verb: string | undefined;
  let left: Mark[] = [];
  const say = (mark: Mark) => {
    const isSaid = mark.verb === undefined || mark.verb === verb;
    parts.push(isSaid ? written(mark) : `${mark.verb} ${written(mark)}`.trimEnd());
    verb = mark.verb ?? verb;
  };
  const close = () => {
    // Leaving out a single mark would save nothing.
    if (left.length === 1) say(left[0] as Mark);
    else if (left.length > 1) {
      parts.push(leftOut(left));
      // Behind other verbs that are not to be seen, the verb of before is not the one that a reader expects.
      if (left.some((mark) => mark.verb !== undefined && mark.verb !== verb)) verb = undefined;
    }
    left = [];
  };
  marks.forEach((mark, index) => {
    if (!stays(index)) {
      left.push(mark);
      return;
    }
    close();
    say(mark);
  });
  close();
  return parts;
}
