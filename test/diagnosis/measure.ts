// How often the diagnosis speaks, and what it says, of mistakes whose name is known here and of a folder of others:
//   node --import tsx test/diagnosis/measure.ts [FOLDER]
// FOLDER holds exercises as NN/name.ts. A line for each: whether it is right (to be judged by hand for FOLDER), and the words.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { knownMistakes } from "#catalogue";
import { registerFreshModules } from "#simulation/modules";

registerFreshModules();
// What an exercise does not await may fail.
process.on("unhandledRejection", () => {});
const { diagnosisOf } = await import("../../src/kata/likeness.ts");

interface Subject {
  readonly lesson: string;
  readonly path: string;
  /** The mistake that it is, where that is known. */
  readonly mistake?: string;
}

const lessons = readdirSync("test/wrong").toSorted();
const lessonOf = (number: string): string => lessons.find((lesson) => lesson.startsWith(`${number}-`)) ?? number;
const exercisesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .toSorted();
const named = (folder: string, mistakeOf: (path: string) => string, lesson?: string): readonly Subject[] =>
  exercisesIn(folder).map((path) => ({
    lesson: lesson ?? dirname(path),
    path: join(folder, path),
    mistake: mistakeOf(path),
  }));
const file = (path: string): string => basename(path, ".ts");

const sets: Readonly<Record<string, readonly Subject[]>> = {
  catalogued: named("test/wrong", file),
  variants: named("test/diagnosis/variants", (path) => dirname(path), "03-cursors"),
  "held out": named("test/diagnosis/heldout", file, "03-cursors"),
  ...(process.argv[2] !== undefined && { [process.argv[2]]: strangersIn(process.argv[2]) }),
};

/** Copies, inside the repository, so that they find #jobs. */
function strangersIn(folder: string): readonly Subject[] {
  const copies = resolve(".kata/measured");
  rmSync(copies, { recursive: true, force: true });
  mkdirSync(copies, { recursive: true });
  return exercisesIn(folder)
    .map((path) => {
      const copy = join(copies, path.replaceAll(/[\\/]/g, "-"));
      writeFileSync(copy, readFileSync(join(folder, path)));
      return { lesson: lessonOf(dirname(path)), path: copy };
    })
    .filter(({ lesson }) => existsSync(join("test/wrong", lesson)));
}

for (const [set, subjects] of Object.entries(sets)) {
  let [spoken, right] = [0, 0];
  for (const { lesson, path, mistake } of subjects) {
    const found = await diagnosisOf({ lesson, path: resolve(path) }).catch((error: unknown) => String(error));
    const names = typeof found === "object" ? [found.mistake, ...found.or] : [];
    const isRight = mistake !== undefined && names.includes(mistake);
    spoken += names.length > 0 ? 1 : 0;
    right += isRight ? 1 : 0;
    const verdict = names.length === 0 ? "silent" : mistake === undefined ? "judge" : isRight ? "right" : "WRONG";
    console.log([verdict, lesson, file(path), typeof found === "object" ? found.words : (found ?? "")].join("\t"));
  }
  const known = subjects.some(({ mistake }) => mistake !== undefined);
  console.log(`# ${set}: speaks of ${spoken} of ${subjects.length}${known ? `, right in ${right}` : ""}`);
}
if (lessons.some((lesson) => knownMistakes(lesson) === undefined)) console.log("# Some lessons have no fingerprints.");
// Exercises may have left timers.
process.exit();
