// The place of an effect that never happened: before the first one that came although it was due later.

/** An effect that is missing. */
export interface Hole {
  readonly effect: string;
  /** The first effect that was due later and did come; undefined when none did. */
  readonly before?: string;
}

/** As much of a mark as is needed to find the place of a hole. */
interface Markable {
  /** The name of the effect that the mark stands for, known or not. */
  readonly effect: string | undefined;
  readonly isCursor: boolean;
  readonly isEnd: boolean;
}

/**
 * Where a hole belongs in a lane.
 *
 * @returns the index of the mark before which it stands, or -1 when it belongs into another lane
 */
export function placeOfHole({ before }: Hole, marks: readonly Markable[], isLast: boolean): number {
  const index = before === undefined ? -1 : marks.findIndex(({ effect }) => effect === before);
  if (index === -1) {
    if (before !== undefined || !isLast) return -1;
    return marks.at(-1)?.isEnd ? marks.length - 1 : marks.length;
  }
  // A cursor that was saved ahead of the next effect belongs to that one.
  const isAhead = marks[index - 1]?.isCursor && marks[index - 2]?.effect === undefined;
  return isAhead ? index - 1 : index;
}
