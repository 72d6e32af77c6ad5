// Fits a row of marks into a width, as the timeline in text does: what matters stays, what repeats is counted.
import { importantOf } from "../fold.ts";
import type { Mark } from "./marks.ts";

/**
 * Leaves out what does not fit.
 *
 * @param fits whether a row of marks fits
 * @returns the row; when even the most important marks do not fit, these: they then take a second line
 */
export function foldMarks(marks: readonly Mark[], fits: (row: readonly Mark[]) => boolean): readonly Mark[] {
  const groups = grouped(marks);
  const important = importantOf(groups);
  let row: readonly Mark[] = [];
  for (const radius of [Infinity, 6, 4, 3, 2, 1, 0]) {
    row = without(groups, (index) => important.some((other) => Math.abs(other - index) <= radius));
    if (fits(row)) return row;
  }
  return row;
}

interface Group {
  readonly marks: readonly Mark[];
  readonly keep: boolean;
  readonly wrong: boolean;
}

/** A cursor belongs to the effect before it, so that folding does not part them. */
function grouped(marks: readonly Mark[]): readonly Group[] {
  const groups: Group[] = [];
  for (const mark of marks) {
    const last = groups.at(-1);
    if (mark.close && last && last.marks.at(-1)?.shape === "box") {
      groups[groups.length - 1] = { ...last, marks: [...last.marks, mark] };
    } else groups.push({ marks: [mark], keep: mark.keep, wrong: mark.wrong });
  }
  return groups;
}

function without(groups: readonly Group[], stays: (index: number) => boolean): readonly Mark[] {
  const row: Mark[] = [];
  let left: Group[] = [];
  let verb: string | undefined;
  const close = () => {
    // Leaving out a single one would save nothing.
    if (left.length === 1) left[0]?.marks.forEach(add);
    else if (left.length > 1) row.push(more(left.length));
    left = [];
  };
  const add = (mark: Mark) => {
    if (mark.verb !== undefined && mark.verb !== verb) row.push(quiet(mark.verb));
    verb = mark.verb ?? verb;
    row.push(mark);
  };
  groups.forEach((group, index) => {
    if (!stays(index)) return void left.push(group);
    close();
    group.marks.forEach(add);
  });
  close();
  return row;
}

/** A word between marks. */
export const quiet = (text: string): Mark => ({
  shape: "words",
  look: "quiet",
  text,
  title: "",
  keep: false,
  wrong: false,
  close: false,
});

const more = (count: number): Mark => quiet(`(${count} more)`);
