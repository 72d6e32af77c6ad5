// What a terminal has room for: the head and the foot of a screen always, the body as far as it goes.
import { fit, oneLine } from "#terminal";

export interface Screen {
  readonly head: readonly string[];
  readonly body: readonly string[];
  readonly foot: readonly string[];
}

export interface Size {
  readonly columns: number;
  /** Infinity where pages come one below the other. */
  readonly rows: number;
}

export interface Shown {
  readonly lines: readonly string[];
  /** The first line of the body that is shown: as asked, or as far as there are lines. */
  readonly from: number;
  /** How many lines of the body there was room for. */
  readonly room: number;
}

/**
 * Lays a screen out: head, a blank line, as much of the body as there is room for, a blank line, foot.
 *
 * @param from the first line of the body that is wanted
 */
export function layOut({ head, body, foot }: Screen, { columns, rows }: Size, from: number): Shown {
  const [top, middle, bottom] = [head, body, foot].map((lines) => fit(lines, columns)) as [
    string[],
    string[],
    string[],
  ];
  // The last line of a terminal stays free for the cursor.
  const room = Math.max(1, rows - 1 - top.length - bottom.length - 2);
  if (middle.length <= room) return { lines: [...top, "", ...middle, "", ...bottom], from: 0, room };
  const first = Math.max(0, Math.min(from, middle.length - room));
  const last = first + room;
  const where = oneLine(`↑↓ lines ${first + 1} to ${last} of ${middle.length}`, columns);
  return { lines: [...top, "", ...middle.slice(first, last), where, ...bottom], from: first, room };
}
