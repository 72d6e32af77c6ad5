// Where a learner is, as a file that others may read: an instructor's board, a script.
import { join } from "node:path";
import type { Lesson } from "./lessons.ts";
import { ProgressFile } from "./progress.ts";
import { writeWhole } from "./whole-file.ts";

export interface Status {
  readonly version: 1;
  /** KATA_LEARNER, when it is set. */
  readonly learner: string | null;
  /** When this was written: ISO 8601, UTC. */
  readonly at: string;
  /** The lesson that is open: "03-cursors". */
  readonly here: string | null;
  readonly lessons: readonly LessonStatus[];
}

export interface LessonStatus {
  readonly name: string;
  readonly title: string;
  readonly green: number;
  /** 0 when the lesson as it is now was not run yet. */
  readonly total: number;
  readonly solved: boolean;
  /** The title of the first failing spec. */
  readonly spec: string | null;
  /** How many rungs of hints were seen. */
  readonly hints: number;
}

interface Asked {
  readonly root: string;
  readonly lessons: readonly Lesson[];
  readonly environment: NodeJS.ProcessEnv;
  readonly now: Date;
}

export function statusOf({ root, lessons, environment, now }: Asked): Status {
  const progress = new ProgressFile(root);
  const { here = null } = progress.read();
  return {
    version: 1,
    learner: environment["KATA_LEARNER"] || null,
    at: now.toISOString(),
    here,
    lessons: lessons.map((lesson) => {
      const { green = 0, total = 0, solved = false, spec = null } = progress.verdictOf(lesson) ?? {};
      const hints = Object.values(progress.of(lesson).hints ?? {}).reduce((sum, rungs) => sum + rungs, 0);
      return { name: lesson.name, title: lesson.title, green, total, solved, spec, hints };
    }),
  };
}

/** Keeps it where a board looks: .kata/status.json. */
export function keepStatus(asked: Asked): void {
  writeWhole(join(asked.root, ".kata", "status.json"), `${JSON.stringify(statusOf(asked), null, 2)}\n`);
}
