// Ends a module with a second copy of itself, as a function that evaluates it anew. The first copy stays what it was: until
// a process is simulated nothing is different, and its stack traces, live bindings and real clock are those of any module.
import { SourceMap, type SourceMapPayload } from "node:module";
import type { ESTree } from "vite";
import { applyEdits, type Edit, mapOntoItself, mapTwice, type PlainMap } from "./edits.ts";
import { evaluation, importedAs, makingOf } from "./generated-code.ts";
import { usesIn } from "./references.ts";
import type { Variable } from "./registry.ts";
import { type Declared, declaredBy, DEFAULT, hasTopLevelAwait, type TopLevel, topLevelOf } from "./top-level.ts";

export interface TransformOptions {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  /** Leads from the text to what was written: lines are named by it. */
  readonly map?: PlainMap | undefined;
  /** Whether the map that comes back leads to what was written, too, and not to the text. Default: false. */
  readonly throughout?: boolean;
}

export interface Transformed {
  readonly code: string;
  readonly map: PlainMap;
}

/**
 * Makes a module one that can be evaluated anew.
 *
 * @param code JavaScript; no types
 * @returns undefined when it cannot: it waits at its top level, or is not to be understood. It is best left as it is.
 */
export async function makeRenewable(code: string, options: TransformOptions): Promise<Transformed | undefined> {
  // All that is needed of Vite's parser: Vite itself would be half of the time that a small program takes to start.
  const { parseAst } = await import("rolldown/parseAst");
  let program: ESTree.Program;
  try {
    program = parseAst(code, { sourceType: "module" });
  } catch {
    // Whoever evaluates the module says it better.
    return undefined;
  }
  if (hasTopLevelAwait(program.body)) return undefined;
  const { path, map, throughout = false } = options;
  const top = topLevelOf(program, code);
  const edits = [...unwrapped(program), ...rewritten(program, top, code)];
  const { before, after } = evaluation({ path, top, variables: variablesOf(code, top.declared, map), code });
  const head = `${applyEdits(code, settable(program, top))}\n${makingOf(top)}${before}\n`;
  const base = throughout && map ? map : mapOntoItself(code, path);
  return {
    code: `${head}${applyEdits(code, edits)}\n${after}\n`,
    map: mapTwice(base, code, head.split("\n").length - 1, edits),
  };
}

/** In the first copy: a default export has a name, and a constant that is exported can be put into its wrapping. */
function settable({ body }: ESTree.Program, { exported }: TopLevel): readonly Edit[] {
  const names = new Set(exported.values());
  return body.flatMap((node) => {
    if (node.type === "ExportDefaultDeclaration") return named(node);
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") return [];
    if (!declaredBy(declaration).some(({ name }) => names.has(name))) return [];
    return [{ start: declaration.start, end: declaration.start + "const".length, text: "let  " }];
  });
}

/** In the second copy: nothing is imported or exported by statements. */
function unwrapped({ body }: ESTree.Program): readonly Edit[] {
  return body.flatMap((node): readonly Edit[] => {
    if (node.type === "ExportDefaultDeclaration") {
      const [edit, ...end] = named(node);
      return edit ? [edit, ...end] : [{ start: node.start, end: node.declaration.start, text: "" }];
    }
    if (node.type === "ExportNamedDeclaration" && node.declaration) {
      return [{ start: node.start, end: node.declaration.start, text: "" }];
    }
    return /^(?:Import|Export)/.test(node.type) ? [{ start: node.start, end: node.end, text: ";" }] : [];
  });
}

/** In the second copy: what is imported is looked up where it is used, for it may change. */
function rewritten(program: ESTree.Program, { importing }: TopLevel, code: string): readonly Edit[] {
  const places = new Map<string, string>();
  for (const [index, { names }] of importing.entries()) {
    for (const [name, theirs] of names) places.set(name, importedAs(index, theirs));
  }
  const { references, metas, dynamic } = usesIn(program, new Set(places.keys()));
  return [
    ...references.map(({ name, start, end, shorthand, called }): Edit => {
      const place = places.get(name) as string;
      // Not a method of the module. Where a line may go on in the next one, a bracket would be its arguments.
      const asFunction = called && place.includes("[") && !/[^\s;{(,=]\s*\n\s*$/.test(code.slice(0, start));
      return { start, end, text: `${shorthand ? `${name}: ` : ""}${asFunction ? `(0, ${place})` : place}` };
    }),
    ...metas.map(({ start, end }) => ({ start, end, text: "__kata_meta__" })),
    ...dynamic.map(({ start }) => ({ start, end: start + "import".length, text: "__kata_process__.loadLater" })),
  ];
}

/** A default export without a name gets one that is as long as what it replaces. */
function named({ start, end, declaration }: ESTree.ExportDefaultDeclaration): readonly Edit[] {
  const isStatement = declaration.type.endsWith("Declaration");
  if (isStatement && "id" in declaration && declaration.id) return [];
  const edit = { start, end: start + "export default".length, text: `let ${DEFAULT}=` };
  // A function that was a statement is a value now, and needs its end.
  return isStatement ? [edit, { start: end, end, text: ";" }] : [edit];
}

function variablesOf(code: string, declared: readonly Declared[], map: PlainMap | undefined): readonly Variable[] {
  const written = map && new SourceMap(map as unknown as SourceMapPayload);
  return declared.map(({ name, start, constant }) => {
    const lines = code.slice(0, start).split("\n");
    const entry = written?.findEntry(lines.length - 1, lines.at(-1)?.length ?? 0);
    const line = entry && "originalLine" in entry ? entry.originalLine : lines.length - 1;
    return { name: name === DEFAULT ? "default" : name, line: line + 1, constant };
  });
}
