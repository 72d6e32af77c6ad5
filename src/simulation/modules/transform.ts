// Ends a module with a second copy of itself, as a function that evaluates it anew. The first copy stays what it was: until
// a process is simulated nothing is different, and its stack traces, live bindings and real clock are those of any module.
import { SourceMap, type SourceMapPayload } from "node:module";
import { globalNames } from "./process-globals.ts";
import { joinMaps, mapOntoItself, type PlainMap } from "./source-map.ts";
import { hasTopLevelAwait, type TopLevel, topLevelOf } from "./top-level.ts";

export interface TransformOptions {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  /** Leads from the text to what was written: lines are named by it. */
  readonly map?: PlainMap | undefined;
  /** Whether the map that comes back begins at what was written, too, and not at the text. Default: false. */
  readonly throughout?: boolean;
}

export interface Transformed {
  readonly code: string;
  readonly map: PlainMap;
}

/** Named by "let $default$=", which is as long as "export default": columns stay where they were. */
const DEFAULT = "$default$";

/**
 * Makes a module one that can be evaluated anew.
 *
 * @param code JavaScript; no types
 * @returns undefined when it cannot: it waits at its top level, or is not to be understood. It is best left as it is.
 */
export async function makeRenewable(code: string, options: TransformOptions): Promise<Transformed | undefined> {
  // Loaded here and not at the top: Vite is half of the time that a small program takes to start.
  const { moduleRunnerTransform, parseAst } = await import("vite");
  try {
    const program = parseAst(code);
    if (hasTopLevelAwait(program.body)) return undefined;
    const top = topLevelOf(program);
    const base = options.throughout ? options.map : undefined;
    const copied = await moduleRunnerTransform(code, (base ?? null) as never, options.path, code);
    if (!copied) return undefined;
    const head = `${settable(code, top)}\n${headOf(code, top, options)}\n`;
    const map = joinMaps(
      base ?? mapOntoItself(code, options.path),
      head.split("\n").length - 1,
      (copied.map as { readonly mappings: string }).mappings,
    );
    return { code: `${head}${withoutWaiting(copied.code)}\n${tailOf(top)}`, map };
  } catch {
    // A syntax error, most likely. Whoever evaluates the module says it better.
    return undefined;
  }
}

/** The first copy, letter for letter on its place, with constants that the head may wrap and a default that has a name. */
function settable(code: string, { constants, default: byDefault }: TopLevel): string {
  let text = code;
  const replace = (start: number, end: number, by: string): void =>
    void (text = text.slice(0, start) + by.padEnd(end - start) + text.slice(end));
  for (const { start } of constants) replace(start, start + "const".length, "let");
  if (!byDefault) return text;
  const { start, declaration, end } = byDefault;
  replace(start, start + "export default".length, `let ${DEFAULT}=`);
  // A function that was a statement is a value now, and needs its end.
  return /Declaration$/.test(declaration.type) ? `${text.slice(0, end)};${text.slice(end)}` : text;
}

function headOf(code: string, top: TopLevel, { path, map }: TransformOptions): string {
  const modules = new Map(top.importing.map(({ source, end }) => [source.value, code.slice(source.start, end)]));
  const imports = [...modules].map(([specifier, from], index) => ({ specifier, from, as: `__kata_import_${index}__` }));
  const exported = exportedOf(top);
  const constants = new Set(top.declared.filter(({ constant }) => constant).map(({ name }) => name));
  const wrapped = [...new Set(exported.map(([, local]) => local))].filter(
    (name) => constants.has(name) || name === DEFAULT,
  );
  const used = globalNames.filter((name) => new RegExp(String.raw`\b${name}\b`).test(code));
  return [
    ...imports.map(({ from, as }) => `import * as ${as} from ${from.replace(/;$/, "")};`),
    ...(top.default ? [`export { ${DEFAULT} as default };`] : []),
    `const __kata_registry__ = (globalThis[Symbol.for("job-continuation-kata.modules")] ??= { modules: [], made: new WeakMap() });`,
    // A job may be made by an exported function: what it was called with makes the same job of another process.
    `const __kata_making__ = (make) => {`,
    `  if (typeof make !== "function" || /^class\\b/.test(Function.prototype.toString.call(make))) return make;`,
    `  const making = new Proxy(make, { apply(make, self, given) {`,
    `    const made = Reflect.apply(make, self, given);`,
    `    if (Object(made) === made) __kata_registry__.made.set(made, { by: making, given });`,
    `    return made;`,
    `  } });`,
    `  return making;`,
    `};`,
    ...wrapped.map((name) => `${name} = __kata_making__(${name});`),
    `__kata_registry__.modules.push({`,
    `  url: import.meta.url, path: ${JSON.stringify(path)}, meta: import.meta,`,
    `  imports: { ${imports.map(({ specifier, as }) => `${JSON.stringify(specifier)}: ${as}`).join(", ")} },`,
    `  load: (specifier) => import(/* @vite-ignore */ specifier),`,
    `  exports: () => ({ ${exported.map(([as, local]) => `${JSON.stringify(as)}: ${local}`).join(", ")} }),`,
    `  variables: ${JSON.stringify(variablesOf(code, top, map))},`,
    `  evaluate: (__vite_ssr_import_meta__, __vite_ssr_import__, __vite_ssr_exportName__, __vite_ssr_exportAll__, ` +
      `__vite_ssr_dynamic_import__, __kata_variables__, { ${used.join(", ")} }) => { {`,
  ].join("\n");
}

function tailOf({ declared, default: byDefault }: TopLevel): string {
  const names = [...declared.map(({ name }) => name), ...(byDefault ? ["__vite_ssr_export_default__"] : [])];
  return `;__kata_variables__(() => [${names.join(", ")}]); } } });\n`;
}

function exportedOf({ exported, declared, default: byDefault }: TopLevel): readonly (readonly [string, string])[] {
  const own = new Set(declared.map(({ name }) => name));
  // `import { a } from "./b.ts"; export { a }` only hands on what the other module has remembered.
  const local = [...exported].filter(([, name]) => own.has(name));
  return byDefault ? [...local, ["default", DEFAULT]] : local;
}

/** The variables in the order in which the copy hands them out: name, line and whether it is a constant. */
function variablesOf(
  code: string,
  { declared, default: byDefault }: TopLevel,
  map: PlainMap | undefined,
): readonly unknown[] {
  const written = map && new SourceMap(map as unknown as SourceMapPayload);
  const lineAt = (place: number): number => {
    const before = code.slice(0, place).split("\n");
    const entry = written?.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    return (entry && "originalLine" in entry ? entry.originalLine : before.length - 1) + 1;
  };
  const variables = declared.map(({ name, start, constant }) => ({ name, line: lineAt(start), constant }));
  return byDefault ? [...variables, { name: "default", line: lineAt(byDefault.start), constant: true }] : variables;
}

/** Modules that are evaluated anew are there already: nothing to wait for. As long as before, for the columns. */
const withoutWaiting = (code: string): string =>
  code.replaceAll(/^(const __vite_ssr_import_\d+__ = )await(?= __vite_ssr_import__\()/gm, "$1     ");
