// An import whose name the other file does not export. Vite hands out undefined for it, and the error comes later and
// elsewhere ("f is not a function"); the transformed code of both files tells at once.
import { importIn } from "./failure-of.ts";
import type { Failure } from "./verdict.ts";

/** A file as Vite has it in its graph. */
export interface LoadedModule {
  readonly url: string;
  readonly file: string | null;
  readonly importedModules: ReadonlySet<LoadedModule>;
  readonly transformResult: { readonly code: string } | null;
}

const IMPORT = /const (__vite_ssr_import_\d+__) = await __vite_ssr_import__\("([^"]+)", (\{[^}]*\})\)/g;

/**
 * Looks for the first name that is imported, used, and not exported.
 * @param root absolute path of the repository
 * @param modules the lesson's files as Vite loaded them
 * @param source reads a file, to quote the import as the learner wrote it
 * @returns the failure, or undefined when every name is there
 */
export function missingExport(
  root: string,
  modules: readonly LoadedModule[],
  source: (file: string) => string,
): Failure | undefined {
  for (const module of modules) {
    const code = module.transformResult?.code ?? "";
    for (const [, variable = "", url = "", options = "{}"] of code.matchAll(IMPORT)) {
      const target = [...module.importedModules].find((each) => each.url === url);
      const exported = target && exportsOf(target);
      if (!exported || module.file === null) continue;
      const { importedNames = [] } = JSON.parse(options) as { importedNames?: string[] };
      // A name that is only a type leaves no use behind, and is no mistake.
      const name = importedNames.find((each) => !exported.has(each) && code.includes(`${variable}.${each}`));
      if (name === undefined) continue;
      const specifier = specifierOf(source(module.file), name) ?? url;
      return { kind: "missing-export", name, specifier, place: importIn(root, module.file, specifier) };
    }
  }
  return undefined;
}

/** The names that a file exports; undefined when that cannot be known (it is a package, or re-exports one whole). */
function exportsOf(module: LoadedModule, seen = new Set<LoadedModule>()): Set<string> | undefined {
  const code = module.transformResult?.code;
  if (code === undefined || seen.has(module)) return seen.has(module) ? new Set() : undefined;
  seen.add(module);
  const names = new Set([...code.matchAll(/__vite_ssr_exportName__\("([^"]+)"/g)].map(([, name = ""]) => name));
  for (const [, variable = ""] of code.matchAll(/__vite_ssr_exportAll__\((__vite_ssr_import_\d+__)\)/g)) {
    const url = [...code.matchAll(IMPORT)].find(([, each]) => each === variable)?.[2];
    const target = [...module.importedModules].find((each) => each.url === url);
    const more = target && exportsOf(target, seen);
    if (!more) return undefined;
    for (const name of more) names.add(name);
  }
  return names;
}

function specifierOf(source: string, name: string): string | undefined {
  for (const [, names = "", specifier] of source.matchAll(/import\s[^"';]*?\{([^}]*)\}\s*from\s*["']([^"']+)["']/g)) {
    if (names.split(",").some((each) => each.trim().split(/\s+/)[0] === name)) return specifier;
  }
  return undefined;
}
