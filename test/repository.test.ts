// Facts about this repository: who may import whom, and that every lesson is complete.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** The diagram of who may import whom, as data. Each folder may import itself and packages besides. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "src/jobs": [],
  "src/shop": [],
  "src/simulation": ["#jobs", "#shop"],
  "src/catalogue": ["#simulation", "#jobs", "#shop"],
  "src/terminal": [],
  "src/demo": ["#simulation", "#simulation/modules", "#jobs", "#shop", "#shop/seed", "#terminal", "solutions/"],
  "src/kata": ["#simulation", "#simulation/modules", "#catalogue", "#terminal"],
  "src/system": ["#jobs"],
  "src/lab": ["#terminal"],
  solutions: ["#jobs", "#shop"],
  "test/wrong": ["#jobs", "#shop", "solutions/"],
};

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file).replaceAll("\\", "/"));

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(/^(?:import|export)[^;]*?from "([^"]+)";|import\("([^"]+)"\)/gm)].map(
    ([, from, dynamic]) => (from ?? dynamic) as string,
  );

describe.each(Object.entries(mayImport))("%s", (folder, allowed) => {
  test.each(sources(folder))("%s imports only what it may", (file) => {
    const strangers = importsOf(file).filter((from) => {
      if (from.startsWith("#")) return !allowed.includes(from);
      if (!from.startsWith(".")) return false;
      const target = normalize(join(dirname(file), from)).replaceAll("\\", "/");
      return ![`${folder}/`, ...allowed].some((place) => target.startsWith(place));
    });
    expect(strangers).toEqual([]);
  });
});

describe.each(["src/jobs", "src/shop", "src/simulation"])("%s", (folder) => {
  test.each(sources(folder))("%s has no real clock, timer or randomness", (file) => {
    // This folder puts virtual timers in the place of the real ones: it names them, but starts none.
    const timers = file.startsWith("src/simulation/modules/")
      ? String.raw`set(?:Timeout|Interval)\(`
      : "setTimeout|setInterval";
    const real = new RegExp(String.raw`Date\.now|Math\.random|new Date\(\)|performance\.now|${timers}`, "g");
    expect(readFileSync(file, "utf8").match(real)).toBeNull();
  });
});

// The environment is the affair of programs: what they call is told what it needs.
describe.each(["src/jobs", "src/shop", "src/simulation", "src/catalogue"])("%s", (folder) => {
  test.each(sources(folder))("%s reads no environment", (file) => {
    expect(readFileSync(file, "utf8")).not.toMatch(/process\.env|from "(?:node:)?process"/);
  });
});

const lessons = readdirSync("lessons");

describe.each(lessons)("lesson %s", (lesson) => {
  test("has its three files, and a solution with notes", () => {
    expect(readdirSync(`lessons/${lesson}`).toSorted()).toEqual(["README.md", "exercise.spec.ts", "exercise.ts"]);
    expect(readdirSync(`solutions/${lesson}`)).toEqual(expect.arrayContaining(["README.md", "exercise.ts"]));
  });

  test("imports #jobs and #shop in the exercise, and no weather", () => {
    const strangers = importsOf(`lessons/${lesson}/exercise.ts`).filter((from) => from.startsWith("#simulation"));
    expect(strangers).toEqual([]);
  });

  test("reaches its own subject through #lesson in the spec", () => {
    expect(importsOf(`lessons/${lesson}/exercise.spec.ts`)).toContain(`#lesson/${lesson}`);
  });
});

describe("the documents", () => {
  const documents = [
    "README.md",
    ...lessons.flatMap((lesson) => [`lessons/${lesson}/README.md`, `solutions/${lesson}/README.md`]),
  ];

  test.each(documents)("%s links only to what is there", (document) => {
    const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, link]) => link as string,
    );
    expect(links.filter((link) => !existsSync(join(dirname(document), link)))).toEqual([]);
  });

  test("name only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) =>
      [...readFileSync(document, "utf8").matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name as string),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
