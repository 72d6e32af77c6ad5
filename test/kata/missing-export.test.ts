// Which imported name is not exported, read from code as Vite transforms it.
import { describe, expect, it } from "vitest";
import { missingExport, type LoadedModule } from "../../src/kata/missing-export.ts";

const module = (url: string, code: string, ...imports: LoadedModule[]): LoadedModule => ({
  url,
  file: `/nowhere${url}`,
  importedModules: new Set(imports),
  transformResult: { code },
});
const door = (names: string, ...more: string[]) =>
  names
    .split(" ")
    .map((name) => `__vite_ssr_exportName__("${name}", () => x);`)
    .concat(more)
    .join("\n");
const use = (url: string, names: string[], body: string) =>
  `const __vite_ssr_import_0__ = await __vite_ssr_import__("${url}", {"importedNames":${JSON.stringify(names)}});\n${body}`;
const find = (exercise: LoadedModule) =>
  missingExport("/nowhere", [exercise], () => 'import {\n  a,\n  b as c,\n} from "#jobs";');

describe("a missing export", () => {
  const jobs = module("/src/jobs/index.ts", door("a"));

  it("is told with the import as it is written", () => {
    const exercise = module("/lessons/01/exercise.ts", use(jobs.url, ["a", "b"], "__vite_ssr_import_0__.b()"), jobs);
    expect(find(exercise)).toMatchObject({
      kind: "missing-export",
      name: "b",
      specifier: "#jobs",
      place: { file: "lessons/01/exercise.ts" },
    });
  });

  it("is none when all names are there, or the missing one is only a type", () => {
    expect(find(module("/e.ts", use(jobs.url, ["a"], "__vite_ssr_import_0__.a()"), jobs))).toBeUndefined();
    expect(find(module("/e.ts", use(jobs.url, ["a", "Job"], "__vite_ssr_import_0__.a()"), jobs))).toBeUndefined();
  });

  it("is looked for behind a re-export", () => {
    const inner = module("/src/jobs/inner.ts", door("b"));
    const all = use(inner.url, [], "__vite_ssr_exportAll__(__vite_ssr_import_0__);");
    const outer = module("/src/jobs/index.ts", all, inner);
    expect(find(module("/e.ts", use(outer.url, ["b"], "__vite_ssr_import_0__.b()"), outer))).toBeUndefined();
    expect(find(module("/e.ts", use(outer.url, ["a"], "__vite_ssr_import_0__.a()"), outer))).toMatchObject({
      name: "a",
    });
  });

  it("is not guessed where the exports cannot be seen", () => {
    const packaged = { ...module("/node_modules/p.js", ""), transformResult: null };
    expect(find(module("/e.ts", use(packaged.url, ["b"], "__vite_ssr_import_0__.b()"), packaged))).toBeUndefined();
  });
});
