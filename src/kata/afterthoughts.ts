// What is worth a word when a lesson is solved, and must not delay the verdict: errors of types, and a proof that took long.
import { join } from "node:path";
import { wrap } from "#terminal";
import { askThread } from "./learner-thread.ts";
import { EXERCISE } from "./lessons.ts";
import type { DiagnosisQuestion } from "./likeness.ts";
import { typeErrorLines, typeErrorsIn } from "./type-errors.ts";
import { isSolved, type Verdict } from "./verdict.ts";

const thread = new URL("./clock-thread.ts", import.meta.url);

/** As patient as the diagnosis. */
const PATIENCE_MS = 30_000;

/** Specs that took longer than this are worth a word. Milliseconds of the processor. */
const LONG_MS = 6_000;

/**
 * What is to be said about a verdict when it is on the screen.
 * @param root absolute path of the repository
 * @param signal gives up when nobody wants to know any more
 * @returns lines; none for a lesson that is not solved, or when there is nothing to say
 */
export async function afterthoughtsOn(verdict: Verdict, root: string, signal?: AbortSignal): Promise<string[]> {
  if (!isSolved(verdict)) return [];
  const { lesson, tookMs = 0 } = verdict;
  const errors = (await typeErrorsIn(lesson, root, signal)) ?? [];
  const types = typeErrorLines(lesson, errors);
  const clock = tookMs > LONG_MS ? await clockLines(verdict, signal) : [];
  return [...types, ...(types.length > 0 && clock.length > 0 ? [""] : []), ...clock];
}

async function clockLines({ lesson }: Verdict, signal: AbortSignal | undefined): Promise<string[]> {
  const question: DiagnosisQuestion = { lesson: lesson.name, path: join(lesson.folder, EXERCISE) };
  const reply = await askThread<string | undefined>(thread, question, { patienceMs: PATIENCE_MS, signal });
  if (reply.kind !== "answer" || reply.answer === undefined) return [];
  return wrap(
    `The specs took long: the cursor holds the time (${reply.answer}), so each moment is a state of its own. ` +
      "Nothing is wrong with that; a cursor that says only what is done is proved sooner.",
  );
}
