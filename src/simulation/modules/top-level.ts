// What stands at the top level of a module: what it imports, declares and exports, and whether it waits there.
import type { ESTree } from "vite";

export interface Declared {
  readonly name: string;
  /** Where its name stands in the text. */
  readonly start: number;
  /** Neither let nor var: only what it holds can change. */
  readonly constant: boolean;
}

/** A statement that names another module: an import, or an export from it. */
export interface Importing {
  readonly specifier: string;
  /** The specifier as it is written, with its attributes if it has any. */
  readonly written: string;
  /** Names of the importing module, and what they are called in the other; "*" for all of it. */
  readonly names: ReadonlyMap<string, string>;
  /** What is handed on under which name, and what it is called in the other; "*" for all of it. */
  readonly handsOn: ReadonlyMap<string, string>;
  readonly handsOnAll: boolean;
}

export interface TopLevel {
  readonly declared: readonly Declared[];
  readonly importing: readonly Importing[];
  /** Exported names, and what they are called inside the module. */
  readonly exported: ReadonlyMap<string, string>;
}

/** What a default export that has no name is called inside its module: as long as "export default" with "let" and "=". */
export const DEFAULT = "$default$";

/** @param code the text of the program */
export function topLevelOf({ body }: ESTree.Program, code: string): TopLevel {
  const declared: Declared[] = [];
  const importing: Importing[] = [];
  const exported = new Map<string, string>();
  for (const node of body) {
    if ("source" in node && node.source) importing.push(importingOf(node, code));
    else if (node.type === "ExportNamedDeclaration") {
      const own = declaredBy(node.declaration);
      declared.push(...own);
      for (const { name } of own) exported.set(name, name);
      for (const { exported: as, local } of node.specifiers) exported.set(nameOf(as), nameOf(local));
    } else if (node.type === "ExportDefaultDeclaration") {
      const [own = { name: DEFAULT, start: node.start, constant: true }] = declaredBy(node.declaration);
      declared.push(own);
      exported.set("default", own.name);
    } else declared.push(...declaredBy(node));
  }
  return { declared, importing, exported };
}

/** Whether a module waits while it is evaluated. Functions wait on their own account. */
export function hasTopLevelAwait(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasTopLevelAwait);
  if (typeof node !== "object" || node === null) return false;
  const { type, await: waits, kind } = node as { readonly type?: string; readonly await?: boolean; kind?: string };
  if (type === "AwaitExpression" || (type === "ForOfStatement" && waits) || kind === "await using") return true;
  if (type !== undefined && /Function/.test(type)) return false;
  return Object.values(node).some(hasTopLevelAwait);
}

/** The names that a declaration declares; none when the node is no declaration. */
export function declaredBy(node: ESTree.Node | null): readonly Declared[] {
  if (node?.type === "VariableDeclaration") {
    const constant = node.kind !== "let" && node.kind !== "var";
    return node.declarations.flatMap(({ id }) => namesIn(id).map(({ name, start }) => ({ name, start, constant })));
  }
  if (node?.type !== "FunctionDeclaration" && node?.type !== "ClassDeclaration") return [];
  return namesIn(node.id).map(({ name, start }) => ({ name, start, constant: true }));
}

/** The names in a pattern: `{ a, b: [c, ...d] }` has a, c and d. */
export function namesIn(pattern: ESTree.Node | null): readonly { readonly name: string; readonly start: number }[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) => namesIn(part.type === "RestElement" ? part.argument : part.value));
    case "ArrayPattern":
      return pattern.elements.flatMap(namesIn);
    case "RestElement":
      return namesIn(pattern.argument);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    default:
      return [];
  }
}

function importingOf(
  node: ESTree.ImportDeclaration | ESTree.ExportNamedDeclaration | ESTree.ExportAllDeclaration,
  code: string,
): Importing {
  const source = node.source as ESTree.StringLiteral;
  const names = new Map<string, string>();
  const handsOn = new Map<string, string>();
  if (node.type === "ExportAllDeclaration") {
    if (node.exported) handsOn.set(nameOf(node.exported), "*");
  } else if (node.type === "ExportNamedDeclaration") {
    for (const { exported, local } of node.specifiers) handsOn.set(nameOf(exported), nameOf(local));
  } else {
    for (const part of node.specifiers) names.set(part.local.name, importedName(part));
  }
  return {
    specifier: source.value,
    written: code.slice(source.start, node.end).replace(/;$/, ""),
    names,
    handsOn,
    handsOnAll: node.type === "ExportAllDeclaration" && !node.exported,
  };
}

function importedName(part: ESTree.ImportDeclarationSpecifier): string {
  if (part.type === "ImportNamespaceSpecifier") return "*";
  return part.type === "ImportDefaultSpecifier" ? "default" : nameOf(part.imported);
}

const nameOf = (node: ESTree.ModuleExportName): string => (node.type === "Literal" ? node.value : node.name);
