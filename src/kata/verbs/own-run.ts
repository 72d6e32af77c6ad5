// A run of a lesson whose specs see an environment of their own.
import { LessonRunner } from "../lesson-runner.ts";
import type { Lesson } from "../lessons.ts";
import { verdictOn, watchdogOf } from "../program.ts";
import type { Verdict } from "../verdict.ts";
import type { Request } from "./verb.ts";

/**
 * Runs a lesson in a vitest of its own: the threads that an open runner keeps ready know the environment of before.
 *
 * @param asked what its threads are to find in their environment
 */
export async function verdictInEnvironment(
  { root, environment }: Pick<Request, "root" | "environment">,
  lesson: Lesson,
  asked: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const before = Object.fromEntries(Object.keys(asked).map((name) => [name, environment[name]]));
  const runner = new LessonRunner({ root, watchdogMs: watchdogOf(environment) });
  Object.assign(environment, asked);
  try {
    return await verdictOn(lesson, runner);
  } finally {
    await runner.close();
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete environment[name];
      else environment[name] = value;
    }
  }
}
