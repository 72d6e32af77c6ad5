// The suites of recorded runs, and the files that each of them answers for.
import { jobIteration } from "./job-iteration.ts";
import { rails } from "./rails.ts";
import { readRecording, type Scenario } from "./recording.ts";
import type { Suite } from "./suite.ts";

export const suites: readonly Suite[] = [rails, jobIteration];

/** A recording, read, and the suite that performs it. */
export interface Assigned {
  readonly suite: Suite;
  readonly file: string;
  readonly scenarios: readonly Scenario<never>[];
}

/** Says in words which file cannot be used, and why. */
export class RecordingError extends Error {}

/** The name of the environment variable that adds files, separated by commas. */
export const extraFiles = "KATA_CONFORMANCE";

/**
 * Reads the recordings of this repository, and those that KATA_CONFORMANCE adds.
 *
 * @throws RecordingError when one of them cannot be read, or belongs to no suite
 */
export function readAll(known: readonly Suite[], extra = process.env[extraFiles] ?? ""): readonly Assigned[] {
  const own = known.map((suite) => ({ suite, file: suite.file, scenarios: read(suite.file).scenarios }));
  const added = extra
    .split(",")
    .map((file) => file.trim())
    .filter((file) => file !== "");
  return [...own, ...added.map((file) => assign(known, file))];
}

function assign(known: readonly Suite[], file: string): Assigned {
  const { meta, scenarios } = read(file);
  const suite = known.find(({ library }) => meta.library.includes(library));
  if (suite) return { suite, file, scenarios };
  const names = known.map(({ library }) => `'${library}'`).join(" or ");
  throw new RecordingError(`${file} was recorded from '${meta.library}'. Its meta.library should contain ${names}.`);
}

function read(file: string) {
  try {
    return readRecording<never>(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecordingError(`The recording ${file} cannot be read: ${reason}`, { cause: error });
  }
}
