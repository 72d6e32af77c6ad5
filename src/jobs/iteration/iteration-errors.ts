// The errors of iterations: what was seen, what was expected, and the mend.
import { ContinuationError, describeValue, JobError } from "../errors.ts";
import type { Json } from "../json.ts";

/** Raised when something cannot be enumerated. */
export class EnumerationError extends JobError {
  constructor(need: string, found: unknown, mend: string) {
    super(`${need.charAt(0).toUpperCase()}${need.slice(1)}; found ${describeValue(found)}. ${mend}`);
  }
}

/** Raised when the rows of a source do not have keys of their own in ascending order: a resumed job would lose rows. */
export class KeyOrderError extends JobError {
  readonly key: Json;
  readonly previous: Json;

  constructor(key: Json, previous: Json) {
    super(
      `A row with the key ${describeValue(key)} came after one with the key ${describeValue(previous)}. ` +
        "A resumed job goes on after the last key and would lose rows: sort the source by something unique, " +
        "such as rank and id, and give that as `key: (row) => [row.rank, row.id]`.",
    );
    this.key = key;
    this.previous = previous;
  }
}

/** Raised when a text is not the CSV that it should be. */
export class CsvFormatError extends JobError {
  constructor(cause: Error) {
    super(
      `The CSV cannot be read: ${cause.message}. ` +
        "Mend that line, or name the `delimiter`; the rows before it are done, and their cursor is kept.",
      { cause },
    );
  }
}

/** Raised when `aroundEach` does not do its one duty: to call `next`, once, and to await it. */
export class AroundEachError extends JobError {
  constructor(job: string, fault: string) {
    super(
      `aroundEach of job '${job}' ${fault}. Write \`await next();\` in it, exactly once; ` +
        "an item that is to be skipped is skipped in `each`.",
    );
  }
}

/** Raised when `new Abort(…)` is given something that it does not take. */
export class AbortOptionError extends JobError {
  constructor(found: unknown) {
    super(
      `Abort takes complete, true or false; found ${describeValue(found)}. Write \`throw new Abort({ complete: false })\`, ` +
        "or `await job.interrupt(reason, { wait })` to come back later to the same item.",
    );
  }
}

/** Raised when a saved cursor was not made by the enumeration that is to resume from it. */
export class CursorShapeError extends ContinuationError {
  constructor(enumeration: string, expected: string, found: unknown) {
    super(
      `${enumeration} cannot resume from the saved cursor ${describeValue(found)}: it expects ${expected}. ` +
        "Give the iteration a version and a migrate function when its cursor changes.",
    );
  }
}

/** Raised when more items are done than there are now: something has changed below the cursor, and items may be lost. */
export class CursorBeyondEndError extends ContinuationError {
  constructor(enumeration: string, done: number, size: number) {
    super(
      `${enumeration} cannot resume after ${done} items: there are ${size} now. Its cursor is a position, so items must not ` +
        "go or move while a job is under way. Read the same items again, or give each a key: `enumerate.records(…)`.",
    );
  }
}

/** Raised when a saved cursor has another version than the code, and nobody says how to turn it into this one. */
export class CursorVersionError extends ContinuationError {
  readonly found: number | undefined;
  readonly expected: number | undefined;

  constructor(job: string, found: number | undefined, expected: number | undefined) {
    super(
      `The saved cursor of job '${job}' has ${asWords(found)}, and this code knows ${asWords(expected)}. ` +
        "Add a migrate function that turns the one into the other; nothing has been skipped or repeated.",
    );
    this.found = found;
    this.expected = expected;
  }
}

const asWords = (version: number | undefined): string => (version === undefined ? "no version" : `version ${version}`);
