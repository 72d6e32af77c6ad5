// What a verb is: one thing that one can ask of the kata, by a key of the loop or on a command line.
import { type Flags, type Ink, noBreak } from "#terminal";
import type { Lesson } from "../lessons.ts";
import type { Surroundings } from "../surroundings.ts";

/** What is asked for, with what a verb needs to answer it. */
export interface Request extends Surroundings {
  /** The words behind the verb. */
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, boolean | number | string | undefined>>;
  readonly lessons: readonly Lesson[];
  readonly ink: Ink;
  /** Columns to write for, at most 80. */
  readonly width: number;
  /** The lesson on the screen, in the loop. */
  readonly here?: Lesson | undefined;
}

/** What is shown: printed on a command line, a view in the loop. */
export interface Answer {
  readonly lines: readonly string[];
  /** The exit code on a command line. */
  readonly code: number;
  /** A lesson that the loop shows instead of the answer. */
  readonly go?: Lesson;
  /** The flag with which the loop asks again when the same key is pressed once more: "spoil". */
  readonly confirm?: string;
  /** The loop asks for a line of text, which is passed as the last word. */
  readonly ask?: string;
}

export interface Verb {
  /** How it is typed, behind "npm run kata -- ". */
  readonly usage: string;
  readonly does: string;
  readonly for: "learners" | "instructors";
  /** The key in the loop; none when left out. */
  readonly key?: string;
  /** How many words it takes. */
  readonly mostWords: number;
  readonly flags?: Flags;
  readonly run: (request: Request) => Promise<Answer>;
}

/** What stands before a verb. */
export const COMMAND = "npm run kata --";

/** A verb as it is typed, in one piece: no line ends in the middle of it. */
export const typed = (words: string): string => `${COMMAND} ${words}`.replaceAll(" ", noBreak);
