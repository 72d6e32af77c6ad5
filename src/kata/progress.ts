// What is kept of a learner's way through the course, in a plain file that may be deleted: the specs tell most of it again.
import { createHash } from "node:crypto";
import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXERCISE, type Lesson, SPEC } from "./lessons.ts";
import { isSolved, type Verdict } from "./verdict.ts";
import { textOf, writeWhole } from "./whole-file.ts";

/** What is kept of one lesson. */
export interface LessonProgress {
  /** The verdict of the last run, and a hash of the files that it is about. */
  readonly verdict?: KeptVerdict;
  /** How many rungs of hints were seen, by the title of the spec that was failing. */
  readonly hints?: Readonly<Record<string, number>>;
  /** What the learner answered to "Predict". */
  readonly prediction?: string;
  /** Whether the solution may be looked at: the lesson was green once, or the learner has insisted. */
  readonly solutionOpen?: boolean;
}

export interface KeptVerdict {
  readonly code: string;
  readonly green: number;
  readonly total: number;
  readonly solved: boolean;
  /** The title of the first failing spec, when it is known. */
  readonly spec?: string;
}

export interface Progress {
  /** The lesson that was gone to last: "03-cursors". */
  readonly here?: string;
  /** Whether somebody asked for it: then it is opened, solved or not. */
  readonly chosen?: boolean;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

const VERSION = 1;
const nothing: Progress = { lessons: {} };

export class ProgressFile {
  readonly path: string;

  /** @param root absolute path of the repository */
  constructor(root: string) {
    this.path = join(root, ".kata", "progress.json");
  }

  /** What is kept; nothing when there is no file, or none that can be used: that one is put aside. */
  read(): Progress {
    const text = isFolder(this.path) ? "" : textOf(this.path);
    if (text === undefined) return nothing;
    const progress = parsed(text);
    if (progress) return progress;
    renameSync(this.path, freeName(this.path.replace(/\.json$/, ".broken"), ".json"));
    return nothing;
  }

  of(lesson: Lesson): LessonProgress {
    return this.read().lessons[lesson.name] ?? {};
  }

  /** The verdict that is kept about a lesson, when its files are still the ones that it is about. */
  verdictOf(lesson: Lesson): KeptVerdict | undefined {
    const { verdict } = this.of(lesson);
    return verdict?.code === codeOf(lesson) ? verdict : undefined;
  }

  /** Keeps the verdict of a run. */
  note(verdict: Verdict): void {
    const { lesson, green, total, failures } = verdict;
    const [first] = failures;
    const spec = first && "spec" in first ? first.spec : undefined;
    const kept = { code: codeOf(lesson), green, total, solved: isSolved(verdict), ...(spec !== undefined && { spec }) };
    this.keep(lesson, { verdict: kept, ...(kept.solved && { solutionOpen: true }) });
  }

  keep(lesson: Lesson, change: LessonProgress): void {
    const { lessons, ...rest } = this.read();
    this.#write({ ...rest, lessons: { ...lessons, [lesson.name]: { ...lessons[lesson.name], ...change } } });
  }

  /**
   * Notes which lesson the learner is at.
   * @param chosen whether they asked for it, to be opened whatever is known of it
   */
  goTo(lesson: Lesson, chosen = false): void {
    this.#write({ ...this.read(), here: lesson.name, chosen });
  }

  #write(progress: Progress): void {
    writeWhole(this.path, `${JSON.stringify({ version: VERSION, ...progress }, null, 2)}\n`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A hash of what a verdict depends on in the learner's hands. */
function codeOf({ folder }: Lesson): string {
  const hash = createHash("sha256");
  for (const file of [EXERCISE, SPEC]) hash.update(`${textOf(join(folder, file)) ?? ""}\0`);
  return hash.digest("hex").slice(0, 16);
}

function parsed(text: string): Progress | undefined {
  try {
    const { version, ...progress } = JSON.parse(text) as Progress & { readonly version: unknown };
    const isUsable =
      version === VERSION && isObject(progress.lessons) && Object.values(progress.lessons).every(isObject);
    return isUsable ? progress : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** A name that no file has: "progress.broken.json", "progress.broken-2.json" … */
export function freeName(stem: string, ending: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}${ending}` : `${stem}-${number}${ending}`;
    if (!existsSync(name)) return name;
  }
}
