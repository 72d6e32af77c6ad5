// Facts about this repository: who may import whom, what a lesson consists of, and that nothing kept is left over. One test
// a rule; it lists the offenders.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const lessons = readdirSync("lessons");

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
  ...Object.fromEntries(
    lessons.map((lesson) => [`lessons/${lesson}`, ["#jobs", "#shop", "#simulation", `#lesson/${lesson}`]]),
  ),
};
/** An exercise is what would ship: it knows nothing of the simulation, nor of its own name as a lesson. */
const exerciseMayImport = ["#jobs", "#shop"];

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file).replaceAll("\\", "/"));

const importing = [
  /^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']/g,
];
const importsOf = (text: string): readonly string[] =>
  importing.flatMap((pattern) => [...text.matchAll(pattern)].map(([, from]) => from as string));

/** What a file imports and may not. Another folder of ours is entered through its door alone, never by a path. */
function strangersIn(file: string, text: string, folder: string, allowed: readonly string[]): readonly string[] {
  return importsOf(text).filter((from) => {
    if (from.startsWith("#")) return !allowed.includes(from);
    if (!from.startsWith(".")) return false;
    const target = normalize(join(dirname(file), from)).replaceAll("\\", "/");
    return ![`${folder}/`, ...allowed].some((place) => target.startsWith(place));
  });
}

/** The files of which something is true, and what. */
const offenders = (files: readonly string[], faults: (file: string, text: string) => readonly string[]) =>
  files.flatMap((file) => faults(file, readFileSync(file, "utf8")).map((fault) => `${file}: ${fault}`));

describe("imports", () => {
  test("every folder of src has its row in the diagram", () => {
    expect(readdirSync("src").filter((folder) => !(`src/${folder}` in mayImport))).toEqual([]);
  });

  test("a file imports only what its folder may", () => {
    const found = Object.entries(mayImport).flatMap(([folder, allowed]) =>
      offenders(sources(folder), (file, text) =>
        strangersIn(file, text, folder, /lessons\/.*\/exercise\.ts$/.test(file) ? exerciseMayImport : allowed),
      ),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['import { a } from "#catalogue/subject.ts";', "#catalogue/subject.ts"],
    ['import "#simulation/bench";', "#simulation/bench"],
    ['import "../catalogue/subject.ts";', "../catalogue/subject.ts"],
    ['import {\n  a,\n} from "../catalogue/subject.ts";', "../catalogue/subject.ts"],
    ["export * from '../../test/starters.ts';", "../../test/starters.ts"],
    ['const a = await import("../lab/index.ts");', "../lab/index.ts"],
  ])("the rule sees through %s", (text, stranger) => {
    expect(strangersIn("src/kata/x.ts", text, "src/kata", ["#catalogue"])).toEqual([stranger]);
  });
});

describe("the engine", () => {
  const engine = ["src/jobs", "src/shop", "src/simulation"];

  test("has no real clock, timer or randomness", () => {
    const found = offenders(engine.flatMap(sources), (file, text) => {
      // This folder puts virtual timers in the place of the real ones: it names them, but starts none.
      const timers = file.startsWith("src/simulation/modules/")
        ? String.raw`set(?:Timeout|Interval)\(`
        : "setTimeout|setInterval";
      return (
        text.match(new RegExp(String.raw`Date\.now|Math\.random|new Date\(\)|performance\.now|${timers}`, "g")) ?? []
      );
    });
    expect(found).toEqual([]);
  });

  // The environment is the affair of programs: what they call is told what it needs.
  test("reads no environment, nor does the catalogue", () => {
    const found = offenders(
      [...engine, "src/catalogue"].flatMap(sources),
      (_file, text) => text.match(/process\.env|from "(?:node:)?process"/g) ?? [],
    );
    expect(found).toEqual([]);
  });
});

describe("a lesson", () => {
  test("has its three files, and a solution with notes", () => {
    const found = lessons.map((lesson) => [lesson, readdirSync(`lessons/${lesson}`).toSorted()]);
    expect(found).toEqual(lessons.map((lesson) => [lesson, ["README.md", "exercise.spec.ts", "exercise.ts"]]));
    const wanted = lessons.flatMap((lesson) => [`solutions/${lesson}/README.md`, `solutions/${lesson}/exercise.ts`]);
    expect(wanted.filter((file) => !existsSync(file))).toEqual([]);
  });

  test("is reached by its spec through #lesson", () => {
    const blind = lessons.filter((lesson) => {
      const text = readFileSync(`lessons/${lesson}/exercise.spec.ts`, "utf8");
      return !importsOf(text).includes(`#lesson/${lesson}`);
    });
    expect(blind).toEqual([]);
  });

  test("has a test of its mistakes", () => {
    expect(lessons.filter((lesson) => !existsSync(`test/wrong-solutions/${lesson}.test.ts`))).toEqual([]);
    expect(readdirSync("test/wrong")).toEqual(lessons);
  });
});

describe("the documents", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "solutions/README.md",
    ...lessons.flatMap((lesson) => [`lessons/${lesson}/README.md`, `solutions/${lesson}/README.md`]),
  ];

  test("link only to what is there", () => {
    const found = offenders(documents, (document, text) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, link]) => link as string)
        .filter((link) => !existsSync(join(dirname(document), link))),
    );
    expect(found).toEqual([]);
  });

  test("lead to every lesson from the first page", () => {
    const text = readFileSync("README.md", "utf8");
    expect(lessons.filter((lesson) => !text.includes(`](lessons/${lesson}/README.md)`))).toEqual([]);
  });

  test("have no gaps left", () => {
    // CONTRIBUTING.md says what a gap looks like.
    const found = offenders(documents, (_document, text) => text.match(/^.*\bTODO(?!`).*$/gm) ?? []);
    expect(found).toEqual([]);
  });

  test("name only verbs that exist", () => {
    const verbs = [...readFileSync("test/kata/golden/verbs.txt", "utf8").matchAll(/^ {2}([a-z-]+) /gm)].map(
      ([, verb]) => verb,
    );
    expect(verbs).toContain("board");
    const found = offenders(documents, (_document, text) =>
      [...text.matchAll(/npm run (?:--silent )?kata -- ([a-z-]+)/g)]
        .map(([, verb]) => verb as string)
        .filter((verb) => !verbs.includes(verb)),
    );
    expect(found).toEqual([]);
  });

  test("name only npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const found = offenders(documents, (_document, text) =>
      [...text.matchAll(/npm run (?:--silent )?([a-z-]+)/g)]
        .map(([, name]) => name as string)
        .filter((name) => !(name in scripts)),
    );
    expect(found).toEqual([]);
  });
});

describe("the instructor's agendas", () => {
  const text = readFileSync("solutions/README.md", "utf8");
  const rowsOf = (part: string) =>
    [...part.matchAll(/^\| (\d+) \| ([^|]+) \|/gm)].map(([, minutes, what = ""]) => ({
      minutes: Number(minutes),
      what,
    }));
  const agendas = text.split(/^### /m).filter((part) => /^[^\n]*\d+ minutes/.test(part));
  const minutesOf = (lesson: string): number =>
    Number(/^\*(\d+) minutes/m.exec(readFileSync(`lessons/${lesson}/README.md`, "utf8"))?.[1]);

  test("come to the minutes that they promise", () => {
    const sums = agendas.map((part) => [
      Number(/(\d+) minutes/.exec(part)?.[1]),
      rowsOf(part).reduce((sum, { minutes }) => sum + minutes, 0),
    ]);
    expect(sums).toHaveLength(3);
    expect(sums.filter(([promised, sum]) => promised !== sum)).toEqual([]);
  });

  test("give each lesson at least the minutes that it says it takes", () => {
    const short = agendas
      .flatMap(rowsOf)
      .filter(({ minutes, what }) => lessons.includes(what) && minutes < minutesOf(what));
    expect(short).toEqual([]);
    const table = [...text.matchAll(/^\| \[([\w-]+)\]\([^)]*\) \| (\d+) \|/gm)].map(([, lesson, minutes]) => [
      lesson,
      Number(minutes),
    ]);
    expect(table).toEqual(lessons.map((lesson) => [lesson, minutesOf(lesson)]));
    expect(text).toContain(`${lessons.reduce((sum, lesson) => sum + minutesOf(lesson), 0)} minutes together`);
  });
});

describe("golden files", () => {
  const tests = sources("test").filter((file) => file.endsWith(".test.ts") || file.endsWith(".contract.ts"));

  /** Paths in the words of a test: of "golden/${name}.txt" each name that it has as a text, or as a key. */
  function claims(owner: string, file: string): boolean {
    const path = file.slice(dirname(owner).length + 1);
    const text = readFileSync(owner, "utf8");
    if (!file.startsWith(`${dirname(owner)}/`) || !text.includes("toMatchFileSnapshot")) return false;
    if (text.includes(`"${path}"`)) return true;
    const templates = [...text.matchAll(/`(golden\/[^`]*)`/g)].map(([, template]) => template as string);
    return templates.some((template) => {
      const [before = "", after = ""] = template.split(/\$\{\w+\}/);
      if (!path.startsWith(before) || !path.endsWith(after)) return false;
      const name = path.slice(before.length, path.length - after.length);
      return lessons.includes(name) || new RegExp(`"${name}"|^ *${name}: `, "m").test(text);
    });
  }

  test("are not written by the run that is to check them", () => {
    // vitest writes a missing one, and passes, unless the environment says CI.
    expect(readFileSync(".ci/run", "utf8")).toMatch(/^export CI=true$/m);
  });

  test("each belongs to a test", () => {
    const golden = readdirSync("test", { recursive: true, encoding: "utf8" })
      .map((file) => `test/${file.replaceAll("\\", "/")}`)
      .filter((file) => /\/golden\/.*\.\w+$/.test(file));
    expect(golden.length).toBeGreaterThan(20);
    expect(golden.filter((file) => !tests.some((owner) => claims(owner, file)))).toEqual([]);
  });
});
