// Fits a lane of marks into a width: what matters stays, what repeats is counted.

/** One sign or word on a lane. */
export interface Mark {
  /** What kind of effect it is, such as "charge": said once for a row of equals. */
  readonly verb?: string;
  /** The whole name of the effect. */
  readonly effect?: string;
  readonly text: string;
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
 * @param marks the lane
 * @param width columns that it may take
 * @param mostLines lines that it may take when what matters does not fit into one
 * @returns the lines; `(7 more)` stands for seven marks that were left out
 */
export function fold(marks: readonly Mark[], width: number, mostLines = 1): readonly string[] {
  const important = importantOf(marks);
  for (const radius of [Infinity, 6, 4, 3, 2, 1, 0]) {
    const line = join(marks, (index) => important.some((other) => Math.abs(other - index) <= radius)).join(" ");
    if (line.length <= width) return [line];
  }
  const parts = join(marks, (index) => important.includes(index));
  const pieces = parts.flatMap((part) => (inOnePiece.test(part) && part.length <= width ? [part] : part.split(" ")));
  const lines = broken(pieces, " ", width);
  if (lines.length <= mostLines) return lines;
  const last = lines[mostLines - 1] ?? "";
  return [...lines.slice(0, mostLines - 1), `${last.slice(0, width - 1)}…`];
}

/** Counts what is left out, and the cursors among it where most of it has none. */
function leftOut(marks: readonly Mark[]): string {
  const cursors = marks.filter(({ text }) => /[●○]$/.test(text));
  const sign = cursors[0]?.text.at(-1);
  const said = sign === undefined || cursors.length > marks.length / 2 ? "" : `, ${cursors.length} ${sign}`;
  return `(${marks.length} more${said})`;
}

/** Puts pieces into lines. */
export function broken(pieces: readonly string[], gap: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const longer = `${last}${gap}${piece}`;
    if (last !== undefined && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

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
    parts.push(mark.verb === undefined || mark.verb === verb ? mark.text : `${mark.verb} ${mark.text}`);
    verb = mark.verb ?? verb;
  };
  const close = () => {
    // Leaving out a single mark would save nothing.
    if (left.length === 1) say(left[0] as Mark);
    else if (left.length > 1) parts.push(leftOut(left));
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
