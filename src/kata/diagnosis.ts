// Which known mistake an exercise looks like, asked for when its first failing spec broke a rule.
import { join } from "node:path";
import { askThread } from "./learner-thread.ts";
import { EXERCISE, NOT_WRITTEN } from "./lessons.ts";
import type { DiagnosisQuestion } from "./likeness.ts";
import type { Verdict } from "./verdict.ts";

/**
 * A fingerprint is bounded by its work, so that a slow machine says what a fast one says. This is for a loop of the exercise
 * that never ends: between two signs of life lies one short run.
 */
const PATIENCE_MS = 30_000;

const thread = new URL("./diagnosis-thread.ts", import.meta.url);

/**
 * Takes fingerprints, one at a time, each in a thread that is started for it when the verdict is on the screen. Measured
 * on two processors that others used as well, from the question to the answer: a fresh thread 340 ms, of which 210 are
 * its start; a child process 420 ms; a second run in the vitest that is open 450 to 600 ms, and that would use up the
 * thread that is ready for the next verdict. A thread of our own that is kept ready would answer in 130 ms, before anybody
 * has read the verdict's first line, and would keep memory and old code of src/ for it.
 */
export class Diagnoser {
  readonly #patienceMs: number;
  #asked = new AbortController();

  constructor({ patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {}) {
    this.#patienceMs = patienceMs;
  }

  /**
   * What the exercise behind a verdict looks like. Ends the diagnosis that is going on.
   * @returns a sentence; undefined when no known mistake fits, none is asked for, the job never answers, or cancel() came
   */
  async diagnose({ lesson, failures: [first] }: Verdict): Promise<string | undefined> {
    this.cancel();
    if (first?.kind !== "broken-rule" || first.frame.replace(/\s+/g, " ").includes(NOT_WRITTEN)) return undefined;
    const { signal } = (this.#asked = new AbortController());
    try {
      // Loaded only here: the way from a save to a verdict does not wait for the catalogue.
      const { knownMistakes } = await import("#catalogue");
      if (!knownMistakes(lesson.name)) return undefined;
      const question: DiagnosisQuestion = { lesson: lesson.name, path: join(lesson.folder, EXERCISE) };
      const reply = await askThread<string | undefined>(thread, question, { patienceMs: this.#patienceMs, signal });
      return reply.kind === "answer" ? reply.answer : undefined;
    } catch {
      return undefined; // A courtesy: what keeps it from coming, such as a broken catalogue, must not end the loop.
    }
  }

  /** Ends the diagnosis that is going on: diagnose() returns undefined. */
  cancel(): void {
    this.#asked.abort();
  }
}
