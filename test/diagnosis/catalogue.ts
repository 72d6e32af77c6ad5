// Makes the catalogue of fingerprints: what the mistakes of test/wrong do, and what the reference solution does.
import { factsOf, readSubject } from "#catalogue";
import { type Catalogue, differing, takeFingerprint } from "#simulation";
import { readMistakes } from "../matrix/mistakes.ts";

/** Where the catalogue is kept: plain data, by lesson. */
export const catalogueFile = "src/catalogue/fingerprints.json";

/** Takes all fingerprints anew. */
export async function makeCatalogue(): Promise<Readonly<Record<string, Catalogue>>> {
  const mistakes = await readMistakes();
  const lessons = [...new Set(mistakes.map(({ lesson }) => lesson))];
  const catalogue: Record<string, Catalogue> = {};
  for (const lesson of lessons) {
    const solution = await readSubject(lesson, `solutions/${lesson}/exercise.ts`);
    const right = await takeFingerprint(solution.job, solution.scenarios);
    const known: Catalogue["mistakes"][number][] = [];
    // What no scenario shows has no fingerprint; nor has what only costs too much, or could be stopped for ever.
    const { unseen = {} } = await factsOf(lesson);
    const seen = mistakes.filter((one) => one.lesson === lesson && !(one.name in unseen));
    for (const { name, sentence, job, scenarios } of seen) {
      const differs = differing(await takeFingerprint(job, scenarios), right);
      const shows = Object.keys({ ...differs.oneFault, ...differs.moreFaults }).length > 0;
      if (shows) known.push({ mistake: name, sentence, differs });
    }
    catalogue[lesson] = { right, mistakes: known };
  }
  return catalogue;
}

/** The catalogue as the file has it. */
export const catalogueText = (catalogue: Readonly<Record<string, Catalogue>>): string =>
  `${JSON.stringify(catalogue, undefined, 2)}\n`;
