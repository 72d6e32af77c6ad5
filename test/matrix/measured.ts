// What was measured of each lesson's mistakes and right answers, as it is kept: the tables and the fingerprints come from it.
import { readFileSync } from "node:fs";
import type { Catalogue, Fingerprint } from "#simulation";
import type { SubjectFile } from "../wrong-solutions/subjects.ts";
import { codeHash, engineHash, hashOf, lessonHash } from "./content-hash.ts";
import type { Findings } from "./findings.ts";

interface MeasuredSubject {
  /** The hash of the file that was measured. */
  readonly code: string;
  readonly findings: Findings;
}

export interface MeasuredMistake extends MeasuredSubject {
  /** The places of the specs that fail. */
  readonly fails: readonly number[];
  /** How many of the seeds find it by chance. */
  readonly chance: number;
  /** The hash of what its fingerprint shows; the fingerprint itself is in the catalogue. */
  readonly fingerprint: string;
}

export interface MeasuredAnswer extends MeasuredSubject {
  /** How many seeds find fault with it by chance. */
  readonly chance: number;
  /** Where its fingerprint is not that of the reference solution. */
  readonly differs: Fingerprint;
}

export interface MeasuredLesson {
  /** The hash of what is declared about the lesson, and of its specs. */
  readonly lesson: string;
  /** The hash of what the catalogue of fingerprints says about it. */
  readonly catalogue: string;
  /** The titles of its specs. */
  readonly specs: readonly string[];
  readonly mistakes: Readonly<Record<string, MeasuredMistake>>;
  readonly answers: Readonly<Record<string, MeasuredAnswer>>;
}

export interface Measured {
  /** The hash of the engine that was measured with. */
  readonly engine: string;
  readonly lessons: Readonly<Record<string, MeasuredLesson>>;
}

/** Where it is kept. */
export const measuredFile = "test/matrix/measured.json";

/** Whoever changes a kept file by hand, or merges two of them, does not know what was measured. */
export const measureAnew = "Run npm run matrix: it measures again, and writes test/matrix and the fingerprints.";

/** The text of the file: data, one subject a line, and the hash of that data. */
export function measuredText(measured: Measured): string {
  const seal = hashOf(JSON.stringify(measured));
  const lessons = Object.entries(measured.lessons).map(([name, { lesson, catalogue, specs, mistakes, answers }]) => {
    const own = { lesson: plain(lesson), catalogue: plain(catalogue), specs: plain(specs) };
    return [name, objectText({ ...own, mistakes: linesOf(mistakes), answers: linesOf(answers) })];
  });
  const { engine } = measured;
  const parts = { seal: plain(seal), engine: plain(engine), lessons: objectText(Object.fromEntries(lessons)) };
  return `${objectText(parts)}\n`;
}

const plain = (value: unknown): string => JSON.stringify(value);
const linesOf = (subjects: object): string =>
  objectText(Object.fromEntries(Object.entries(subjects).map(([name, subject]) => [name, plain(subject)])));
const objectText = (parts: Readonly<Record<string, string>>): string =>
  `{\n${Object.entries(parts)
    .map(([key, text]) => `${plain(key)}: ${text}`)
    .join(",\n")}\n}`;

/** Reads what is kept. */
export const readMeasured = (): Measured & { readonly seal: string } =>
  JSON.parse(readFileSync(measuredFile, "utf8")) as Measured & { readonly seal: string };

/** Whether nobody has changed it since it was written. */
export const isSealed = ({ seal, ...measured }: Measured & { readonly seal: string }): boolean =>
  seal === hashOf(JSON.stringify(measured));

/**
 * Tells whether nothing has changed since a subject of a lesson was measured: not the engine, nor the lesson, nor the subject.
 *
 * @param lesson "03-cursors"
 */
export function asMeasured(lesson: string): (subject: SubjectFile) => boolean {
  const { engine, lessons } = readMeasured();
  const kept = lessons[lesson];
  const isSame = kept !== undefined && engine === engineHash() && kept.lesson === lessonHash(lesson);
  return ({ name, path }) =>
    isSame && (kept.mistakes[name]?.code === codeHash(path) || kept.answers[name]?.code === codeHash(path));
}

/** The hash of a fingerprint, or of all that are known of a lesson. */
export const hashOfFingerprints = (fingerprints: Fingerprint | Catalogue): string =>
  hashOf(JSON.stringify(fingerprints));
