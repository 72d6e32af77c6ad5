// What is kept about a lesson is what the code gives now. All that changed since is measured again, and of the rest a small
// share that its hash chooses, so that in the long run everything is; `npm run matrix -- --check` measures all.
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { knownMistakes, readSubject } from "#catalogue";
import { differing } from "#simulation";
import { answersOf, mistakesOf, sentenceOf, type SubjectFile } from "../wrong-solutions/subjects.ts";
import { codeHash, engineHash, hashOf, lessonHash } from "./content-hash.ts";
import { findingsOf } from "./findings.ts";
import { fingerprintOf } from "./measure-lesson.ts";
import {
  asMeasured,
  hashOfFingerprints,
  type MeasuredAnswer,
  type MeasuredMistake,
  measureAnew,
  readMeasured,
} from "./measured.ts";

/** One in so many of those that did not change is measured again all the same. */
const share = 50;
const timeout = 120_000;

/**
 * What is kept about the mistakes and the right answers of a lesson is true.
 *
 * @param lesson "03-cursors"
 */
export function measurementsAreTrue(lesson: string): void {
  const measured = readMeasured();
  const kept = measured.lessons[lesson];
  const catalogue = knownMistakes(lesson);
  const [mistakes, answers] = [mistakesOf(lesson), answersOf(lesson)];

  test("every mistake and every right answer was measured, and nothing else is kept", () => {
    const names = (files: readonly SubjectFile[]) => files.map(({ name }) => name);
    expect(Object.keys(kept?.mistakes ?? {}), measureAnew).toEqual(names(mistakes));
    expect(Object.keys(kept?.answers ?? {}), measureAnew).toEqual(names(answers));
  });
  if (!kept || !catalogue) return;

  test("the fingerprints of the catalogue are those that were taken", () => {
    expect(hashOfFingerprints(catalogue), measureAnew).toBe(kept.catalogue);
    const taken = new Map(Object.entries(kept.mistakes));
    for (const { mistake, sentence, differs } of catalogue.mistakes) {
      expect([mistake, hashOfFingerprints(differs)], measureAnew).toEqual([mistake, taken.get(mistake)?.fingerprint]);
      const file = mistakes.find(({ name }) => name === mistake);
      expect(file && sentenceOf(file), measureAnew).toBe(sentence);
    }
  });

  test("the table of specs names the spec by which each mistake is caught first", async () => {
    for (const { name, path } of mistakes) {
      const { caughtBy } = (await import(resolve(path))) as { caughtBy: unknown };
      const [first] = kept.mistakes[name]?.fails ?? [];
      expect([name, kept.specs[first ?? -1]], measureAnew).toEqual([name, caughtBy]);
    }
  });

  const surroundings = `${engineHash()} ${lessonHash(lesson)}`;
  const keptOf = (file: SubjectFile): Measurement | undefined =>
    mistakes.includes(file) ? kept.mistakes[file.name] : asMistake(kept.answers[file.name]);
  const isAsMeasured = asMeasured(lesson);
  const chosen = [...mistakes, ...answers].filter(
    (file) => !isAsMeasured(file) || isChosen(`${surroundings} ${codeHash(file.path)}`),
  );

  // All others are compared with the reference solution.
  test.skipIf(chosen.length === 0)("the fingerprint of the reference solution is what the code gives now", async () => {
    const right = await fingerprintOf({ lesson, path: `solutions/${lesson}/exercise.ts` });
    expect(right, measureAnew).toEqual(catalogue.right);
  });

  test.each(chosen)("what is kept about $path is what the code gives now", { timeout }, async (file) => {
    const findings = await findingsOf(await readSubject(lesson, file.path));
    const fingerprint = hashOfFingerprints(differing(await fingerprintOf(file), catalogue.right));
    expect({ findings, fingerprint }, measureAnew).toEqual({
      findings: keptOf(file)?.findings,
      fingerprint: keptOf(file)?.fingerprint,
    });
  });
}

type Measurement = Pick<MeasuredMistake, "code" | "findings" | "fingerprint">;

const asMistake = (answer: MeasuredAnswer | undefined): Measurement | undefined =>
  answer && { ...answer, fingerprint: hashOfFingerprints(answer.differs) };

const isChosen = (hashes: string): boolean => Number.parseInt(hashOf(hashes), 16) % share === 0;
