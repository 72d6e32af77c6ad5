// Whether an exercise saves the time with its cursor: run twice in calm weather, once slowly, it saves something else.
import { knownMistakes, readSubject } from "#catalogue";
import { calmRun, type Run } from "#simulation";
import type { DiagnosisQuestion } from "./likeness.ts";

/** An odd number of milliseconds for each effect, where there are 100 otherwise. */
const SLOWLY_MS = 1_237;
const LONGEST_CURSOR = 60;

/**
 * The first cursor that is another one when effects take longer, and nothing else has changed.
 * @returns the cursor as JSON; undefined when there is none, or nothing is declared about the lesson
 */
export async function clockInCursor({ lesson, path }: DiagnosisQuestion): Promise<string | undefined> {
  if (!knownMistakes(lesson)) return undefined;
  const { job, scenarios } = await readSubject(lesson, path);
  for (const scenario of scenarios) {
    const subject = scenario.job ?? job;
    const usual = await calmRun(subject, scenario);
    const slow = await calmRun(subject, { ...scenario, effectMs: SLOWLY_MS });
    const [cursors, others] = [cursorsOf(usual), cursorsOf(slow)];
    if (cursors.length !== others.length || effectsOf(usual) !== effectsOf(slow)) continue;
    const other = cursors.find((cursor, index) => cursor !== others[index]);
    if (other !== undefined) return other.length > LONGEST_CURSOR ? `${other.slice(0, LONGEST_CURSOR - 1)}…` : other;
  }
  return undefined;
}

const cursorsOf = ({ entries }: Run): readonly string[] =>
  entries.flatMap((entry) =>
    entry.entry === "event" && entry.event.type === "checkpoint" && entry.event.cursor !== undefined
      ? [JSON.stringify(entry.event.cursor)]
      : [],
  );

const effectsOf = ({ effects }: Run): string => JSON.stringify(effects.map(({ effect }) => effect));
