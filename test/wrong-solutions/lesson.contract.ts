// Every file under test/wrong is a plausible mistake. The learner's own spec runs against each: a spec that lets a
// mistake pass is a broken spec, and a spec that catches no mistake first is an idle one.
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { asMeasured } from "../matrix/measured.ts";
import { type Outcome, runSpecs } from "./run-specs.ts";
import { answersOf, mistakesOf, type SubjectFile } from "./subjects.ts";

/** Of so many mistakes a lesson keeps all that a learner sees; of the others the line with the ✗. */
const wholeFrames = 2;
// The specs of one subject take less than a second; a busy machine is no failure.
const timeout = 60_000;

/**
 * The specs of a lesson catch its mistakes, each first by the one that the mistake names, and let right answers pass.
 *
 * @param lesson "03-cursors"
 */
export function specsCatchMistakes(lesson: string): void {
  const mistakes = mistakesOf(lesson);
  const others = answersOf(lesson).filter(({ name }) => name !== "exercise");
  const isAsMeasured = asMeasured(lesson);
  const outcomes = new Map<string, Promise<Outcome>>();
  /** Each subject is run once, whichever test asks first. */
  const outcomeOf = (subject: SubjectFile): Promise<Outcome> => {
    const known = outcomes.get(subject.path) ?? firstFailureOf(subject, isAsMeasured(subject));
    outcomes.set(subject.path, known);
    return known;
  };

  test.each(mistakes)("$path is caught, and first by the spec that it names", { timeout }, async (mistake) => {
    expect((await outcomeOf(mistake)).failed[0]).toBe(await caughtByOf(mistake));
  });

  test.each(others)("$path is another right answer and passes every spec", { timeout }, async (other) => {
    const { specs, failed } = await outcomeOf(other);
    expect(specs.length).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  });

  test("each spec catches a mistake first", { timeout }, async () => {
    const runs = await inTurn(mistakes, outcomeOf);
    const catching = new Set(runs.map(({ failed }) => failed[0]));
    expect(runs[0]?.specs.filter((spec) => !catching.has(spec))).toEqual([]);
  });

  test("six mistakes or more and two other right answers or more are tried", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(6);
    expect(others.length).toBeGreaterThanOrEqual(2);
  });

  test("what a learner reads first about each mistake is what is kept", { timeout }, async () => {
    const lines: string[] = [];
    for (const mistake of mistakes) {
      const { message } = await outcomeOf(mistake);
      const [happened = ""] = message.split("\n\n");
      lines.push(`${mistake.name}\n  ${happened.replaceAll("\n", "\n  ")}\n`);
    }
    await expect(lines.join("\n")).toMatchFileSnapshot(`golden/${lesson}.txt`);
  });

  test("the whole frames of two mistakes are what is kept beside them", { timeout }, async () => {
    const kept = mistakes.filter(({ path }) => existsSync(frameFile(path)));
    expect(kept).toHaveLength(wholeFrames);
    for (const mistake of kept) {
      const { message } = await outcomeOf(mistake);
      await expect(`${message}\n`).toMatchFileSnapshot(resolve(frameFile(mistake.path)));
    }
  });

  test("no frame is kept whose mistake is gone", () => {
    const files = new Set(mistakes.flatMap(({ path }) => [path, frameFile(path)]));
    expect(readdirSync(`test/wrong/${lesson}`).filter((file) => !files.has(`test/wrong/${lesson}/${file}`))).toEqual(
      [],
    );
  });
}

/**
 * Up to the first spec that fails. Where nothing has changed since the table of specs was measured, that table says which
 * one it is, and it alone is run; `npm run matrix -- --check` runs them all.
 */
async function firstFailureOf(subject: SubjectFile, isKnown: boolean): Promise<Outcome> {
  const only = isKnown ? await caughtByOf(subject) : undefined;
  const outcome = await runSpecs(subject, { only });
  // What an earlier spec leaves in the variables of a module may be what fails.
  return only !== undefined && outcome.failed.length === 0 ? await runSpecs(subject) : outcome;
}

/** The title of the spec that a mistake names; a right answer names none. */
const caughtByOf = async ({ path }: SubjectFile): Promise<string | undefined> =>
  ((await import(resolve(path))) as { readonly caughtBy?: string }).caughtBy;

const frameFile = (path: string): string => path.replace(/\.ts$/, ".txt");

async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
