// Hashes of everything that a measurement is computed from, so that what is kept says by itself what it was measured of.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const engineFolders = ["src/jobs", "src/shop", "src/simulation"];
// What measures with the engine, and what reads the subjects.
const measuring = [
  "src/catalogue/lesson-facts.ts",
  "src/catalogue/subject.ts",
  ...["findings", "judge", "measure-lesson", "thrown-crash", "ways"].map((name) => `test/matrix/${name}.ts`),
  ...["collected", "run-specs"].map((name) => `test/wrong-solutions/${name}.ts`),
];

/** A hash of twelve signs: enough to tell versions apart, short enough to be read in a diff. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** The hash of some files: of their names, and of their text as it is with any kind of line ends. */
export const hashOfFiles = (paths: readonly string[]): string =>
  hashOf(paths.map((path) => `${path}\n${readFileSync(path, "utf8").replaceAll("\r\n", "\n")}`).join("\n"));

/** What is the same for all lessons: the engine with the packages that it uses, and what measures with it. */
export function engineHash(): string {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly dependencies: object };
  return hashOf(`${hashOfFiles([...engineFolders.flatMap(sourcesIn), ...measuring])} ${JSON.stringify(dependencies)}`);
}

/** What is declared about a lesson, and its specs. */
export const lessonHash = (lesson: string): string =>
  hashOfFiles(
    [`src/catalogue/lessons/${lesson}.ts`, `lessons/${lesson}/exercise.spec.ts`].flatMap((path) => reachedFrom(path)),
  );

/** A subject, with the files that it imports: a mistake may borrow a job from the solution. */
export const codeHash = (path: string): string => hashOfFiles(reachedFrom(path));

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .toSorted();
}

/** A file and all that it imports by a path of its own; what it imports by #name is the engine. */
function reachedFrom(path: string, known: readonly string[] = []): readonly string[] {
  if (known.includes(path) || !existsSync(path)) return known;
  const imports = readFileSync(path, "utf8").matchAll(/\bfrom "(\.[^"]+)"/g);
  const targets = [...imports].map(([, target]) => relative(".", resolve(dirname(path), target as string)));
  let found: readonly string[] = [...known, path];
  for (const target of targets) found = reachedFrom(target.replaceAll("\\", "/"), found);
  return found;
}
