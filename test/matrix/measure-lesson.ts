// Measures all there is to measure about a lesson: what the specs, the other ways of testing and the diagnosis see.
import { factsOf, readSubject } from "#catalogue";
import { type Catalogue, differing, type Fingerprint, takeFingerprint } from "#simulation";
import { runSpecs } from "../wrong-solutions/run-specs.ts";
import { answersOf, mistakesOf, sentenceOf, type SubjectFile } from "../wrong-solutions/subjects.ts";
import { codeHash, lessonHash } from "./content-hash.ts";
import { chanceOf, findingsOf } from "./findings.ts";
import { hashOfFingerprints, type MeasuredAnswer, type MeasuredLesson, type MeasuredMistake } from "./measured.ts";
import { seeds } from "./ways.ts";

export interface LessonMeasurement {
  readonly measured: MeasuredLesson;
  readonly catalogue: Catalogue;
}

// Right answers are run to the end of each schedule, which takes longer than finding a mistake.
const fewSeeds = 1;

/** Measures a lesson anew, whatever is kept about it. */
export async function measureLesson(lesson: string): Promise<LessonMeasurement> {
  const { unseen = {} } = await factsOf(lesson);
  const right = await fingerprintOf({ lesson, path: `solutions/${lesson}/exercise.ts` });
  const mistakes: Record<string, MeasuredMistake> = {};
  const known: Catalogue["mistakes"][number][] = [];
  let specs: readonly string[] = [];
  for (const file of mistakesOf(lesson)) {
    const outcome = await runSpecs(file, { all: true });
    specs = outcome.specs;
    const fails = outcome.failed.map((title) => specs.indexOf(title));
    const subject = await readSubject(lesson, file.path);
    const findings = await findingsOf(subject);
    const chance = await chanceOf(subject, seeds);
    const differs = differing(await fingerprintOf(file), right);
    const fingerprint = hashOfFingerprints(differs);
    mistakes[file.name] = { code: codeHash(file.path), fails, findings, chance, fingerprint };
    // What no scenario shows has no fingerprint; nor has what only costs too much, or could be stopped for ever; nor what
    // fails in calm weather, since all who fail of the same error look alike.
    if (!(file.name in unseen) && showsIn(differs) && !failsCalmly(differs)) {
      known.push({ mistake: file.name, sentence: sentenceOf(file), differs });
    }
  }
  const answers: Record<string, MeasuredAnswer> = {};
  for (const file of answersOf(lesson)) {
    const subject = await readSubject(lesson, file.path);
    const findings = await findingsOf(subject);
    const chance = await chanceOf(subject, fewSeeds);
    const differs = differing(await fingerprintOf(file), right);
    answers[file.name] = { code: codeHash(file.path), findings, chance, differs };
  }
  // What looks like a right answer of another shape must not be said of an exercise.
  const shapes = new Set(Object.values(answers).map(({ differs }) => hashOfFingerprints(differs)));
  const catalogue = { right, mistakes: known.filter(({ differs }) => !shapes.has(hashOfFingerprints(differs))) };
  const hashes = { lesson: lessonHash(lesson), catalogue: hashOfFingerprints(catalogue) };
  return { measured: { ...hashes, specs, mistakes, answers }, catalogue };
}

/** The fingerprint of one subject. */
export async function fingerprintOf({ lesson, path }: Pick<SubjectFile, "lesson" | "path">): Promise<Fingerprint> {
  const { job, scenarios } = await readSubject(lesson, path);
  return await takeFingerprint(job, scenarios);
}

const showsIn = ({ oneFault, moreFaults }: Fingerprint): boolean =>
  Object.keys({ ...oneFault, ...moreFaults }).length > 0;

const failsCalmly = ({ oneFault }: Fingerprint): boolean =>
  Object.entries(oneFault).some(([row, cells]) => row.endsWith(": calm") && cells.startsWith("!"));
