// What an iteration keeps beside its cursor: the version of the cursor, and that it has started.
import { OwnName } from "../attributes.ts";
import { CursorVersionError } from "./iteration-errors.ts";
import type { Job, Step } from "../job.ts";
import type { Json } from "../json.ts";

type Mark = { readonly version?: number; readonly started?: true };
type Versioned = {
  readonly name: string;
  readonly version?: number;
  readonly migrate?: (cursor: Json, version: number | undefined) => Json;
};

// An attribute is saved in the same write as the cursor, so the two never disagree.
const ownName = new OwnName("iteration");
const markOf = (job: Job) => job.attribute<Mark>(ownName as unknown as string, {});

/**
 * The cursor to go on from, in the version that this code knows.
 *
 * @throws CursorVersionError when the saved cursor has another version, and there is no `migrate`
 */
export async function resumePoint(
  { name, version, migrate }: Versioned,
  job: Job,
  step: Step<Json>,
): Promise<Json | undefined> {
  const mark = markOf(job);
  const saved = mark.value.version;
  if (saved === version) return step.cursor;
  if (step.cursor !== undefined && !migrate) throw new CursorVersionError(name, saved, version);
  const cursor = step.cursor === undefined ? undefined : migrate?.(step.cursor, saved);
  const { version: _old, ...rest } = mark.value;
  mark.value = version === undefined ? rest : { ...rest, version };
  // At once, so that no interruption comes between the new version and the new cursor.
  if (step.cursor !== undefined) await step.set(cursor as Json);
  return step.cursor;
}

/** Runs the start of an iteration, unless an earlier execution has done so. */
export async function startOnce(job: Job, start: () => Promise<void>): Promise<void> {
  const mark = markOf(job);
  if (mark.value.started) return;
  await start();
  mark.value = { ...mark.value, started: true };
}

/** The attributes of a job that is to begin with a cursor of this version; undefined when there are none. */
export const versionMark = ({ version }: { readonly version?: number }): Readonly<Record<string, Json>> | undefined =>
  version === undefined ? undefined : { [ownName.name]: { version } };
