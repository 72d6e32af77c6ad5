// Takes the fingerprint of an exercise, as far as it is written, and says which known mistake it looks like.
import { knownMistakes, readSubject, type Subject, type SubjectScenario } from "#catalogue";
import { type Catalogue, diagnose, type Fingerprint, simulate } from "#simulation";
import { NOT_WRITTEN } from "./lessons.ts";

export interface DiagnosisQuestion {
  readonly lesson: string;
  /** Absolute path of the exercise. */
  readonly path: string;
}

/** More than two mistakes that fit equally well are no help to anybody. */
const MOST_NAMED = 2;

/**
 * What an exercise looks like.
 * @returns a sentence; undefined when nothing that is known fits, or too much does
 * @throws when the exercise cannot be read
 */
export async function likenessOf({ lesson, path }: DiagnosisQuestion): Promise<string | undefined> {
  const known = knownMistakes(lesson);
  if (!known) return undefined;
  const { job, scenarios } = await readSubject(lesson, path);
  const unwritten = await unwrittenIn({ job, scenarios });
  const written = scenarios.filter((scenario) => !unwritten.includes(scenario));
  const catalogue = without(unwritten, known);
  const diagnosis = await diagnose(job, written, catalogue);
  if (!diagnosis) return undefined;
  const { sentence, or, same, of } = diagnosis;
  const others = catalogue.mistakes.filter(({ mistake }) => or.includes(mistake)).map((other) => other.sentence);
  const sentences = [sentence, ...others];
  return sentences.length > MOST_NAMED ? undefined : `${sentences.join(" Or: ")} (${same} of ${of} outcomes alike)`;
}

/** A lesson may have two jobs. While the second is not begun, its scenarios say nothing about the first. */
async function unwrittenIn({ job, scenarios }: Subject): Promise<readonly SubjectScenario[]> {
  const found: SubjectScenario[] = [];
  for (const scenario of scenarios) {
    const { error } = await simulate(scenario.job ?? job, { ...scenario, faults: [] });
    if (error?.message.startsWith(NOT_WRITTEN)) found.push(scenario);
  }
  return found;
}

/** The catalogue without what it says about some scenarios. Rows are named "scenario: kind of fault". */
function without(scenarios: readonly SubjectScenario[], { right, mistakes }: Catalogue): Catalogue {
  const kept = (rows: Fingerprint["oneFault"]) =>
    Object.fromEntries(
      Object.entries(rows).filter(([row]) => !scenarios.some(({ title }) => row.startsWith(`${title}: `))),
    );
  const shorter = ({ oneFault, moreFaults }: Fingerprint): Fingerprint => ({
    oneFault: kept(oneFault),
    moreFaults: kept(moreFaults),
  });
  return { right: shorter(right), mistakes: mistakes.map((one) => ({ ...one, differs: shorter(one.differs) })) };
}
