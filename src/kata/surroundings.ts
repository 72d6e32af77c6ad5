// What surrounds a program, handed in: its process, or what a test plays in its place.
import type { LessonRunner } from "./lesson-runner.ts";

export interface Surroundings {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Where a command line that cannot be used is answered. */
  readonly errors: NodeJS.WriteStream;
  /** KATA_WATCHDOG_MS: milliseconds of the processor without a result after which a run counts as hanging (default
   * 5,000). */
  readonly environment: NodeJS.ProcessEnv;
  /** One that is open already; without it each program opens its own, and leaves it to the end of the process. */
  readonly runner?: LessonRunner;
  /** The time of day, to date what is kept aside; that of the machine when left out. */
  readonly now?: () => Date;
}
