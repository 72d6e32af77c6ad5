// Takes the fingerprint of an exercise, as far as it is written, and says which known mistake it looks like.
import { endingOf, knownMistakes, readSubject, type Subject, type SubjectScenario } from "#catalogue";
import { calmRun, type Catalogue, diagnose, type Diagnosis, type Fingerprint, partsOf, type Run } from "#simulation";
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
 * @returns a sentence; undefined when nothing that is known fits, too much does, or there is something left to write
 * @throws when the exercise cannot be read
 */
export async function likenessOf(question: DiagnosisQuestion): Promise<string | undefined> {
  return (await diagnosisOf(question))?.words;
}

/** The same, with the names of the mistakes. For whoever measures how often it is right. */
export async function diagnosisOf({
  lesson,
  path,
}: DiagnosisQuestion): Promise<(Diagnosis & { readonly words: string }) | undefined> {
  const known = knownMistakes(lesson);
  if (!known) return undefined;
  const { job, scenarios } = await readSubject(lesson, path);
  const calm = await calmRuns({ job, scenarios });
  const unwritten = scenarios.filter((scenario) => isUnwritten(calm.get(scenario)));
  const written = scenarios.filter((scenario) => !unwritten.includes(scenario));
  if (written.length === 0 || somethingIsMissing(written, calm)) return undefined;
  const catalogue = without(unwritten, known);
  const diagnosis = await diagnose(job, written, catalogue);
  const words = diagnosis && inWords(diagnosis, lesson, catalogue);
  return words === undefined ? undefined : { ...(diagnosis as Diagnosis), words };
}

/** A diagnosis as the line that a learner reads; undefined when too many mistakes fit equally well. */
function inWords({ mistake, or, same, of }: Diagnosis, lesson: string, { mistakes }: Catalogue): string | undefined {
  const sentences = mistakes
    .filter((known) => known.mistake === mistake || or.includes(known.mistake))
    .map((known) => endingOf(lesson, known.mistake) ?? known.sentence);
  if (sentences.length > MOST_NAMED) return undefined;
  const said = sentences.length > 1 ? `Ends like this: ${sentences.join(" Or like this: ")}` : sentences.join();
  return `${said} (${same} of ${of} outcomes alike)`;
}

type CalmRuns = ReadonlyMap<SubjectScenario, Run>;

async function calmRuns({ job, scenarios }: Subject): Promise<CalmRuns> {
  const runs = new Map<SubjectScenario, Run>();
  for (const scenario of scenarios) runs.set(scenario, await calmRun(scenario.job ?? job, scenario));
  return runs;
}

/** A lesson may have two jobs. While the second is not begun, its scenarios say nothing about the first. */
const isUnwritten = (run: Run | undefined): boolean =>
  run?.failures.some(({ error }) => error.message.includes(NOT_WRITTEN)) ?? false;

/**
 * Whether a kind of effect is in no run: in calm weather no order has its receipt, no customer a report. Most likely the
 * lines that do it are still to be written, and what the rest looks like without them says nothing.
 */
function somethingIsMissing(scenarios: readonly SubjectScenario[], calm: CalmRuns): boolean {
  const wanted = new Set<string>();
  const seen = new Set<string>();
  for (const scenario of scenarios) {
    const run = calm.get(scenario);
    // Who fails on the way has not come to what lies behind, which may be written.
    if (!run || run.failures.some(({ job }) => !scenario.failing?.includes(job))) continue;
    for (const effect of scenario.effects) wanted.add(partsOf(effect).verb);
    for (const { verb } of run.effects) seen.add(verb);
  }
  return [...wanted].some((verb) => !seen.has(verb));
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
