// What stands at the top level of a module: what it imports, declares and exports, and whether it waits there.
import type { ESTree } from "vite";

export interface Declared {
  readonly name: string;
  /** Where its name stands in the text. */
  readonly start: number;
  /** Declared with const: only what it holds can change. */
  readonly constant: boolean;
}

export interface TopLevel {
  readonly declared: readonly Declared[];
  /** Names of the module's own exports, and what they are called inside it. Not what it hands on from other modules. */
  readonly exported: ReadonlyMap<string, string>;
  /** Statements that name another module. */
  readonly importing: readonly { readonly source: ESTree.StringLiteral; readonly end: number }[];
  readonly constants: readonly ESTree.VariableDeclaration[];
  readonly default: ESTree.ExportDefaultDeclaration | undefined;
}

export function topLevelOf({ body }: ESTree.Program): TopLevel {
  const declared: Declared[] = [];
  const exported = new Map<string, string>();
  const importing: { source: ESTree.StringLiteral; end: number }[] = [];
  const constants: ESTree.VariableDeclaration[] = [];
  let byDefault: ESTree.ExportDefaultDeclaration | undefined;

  const declare = (node: ESTree.Node | null): readonly string[] => {
    const found = declaredBy(node);
    declared.push(...found);
    if (node?.type === "VariableDeclaration" && node.kind === "const") constants.push(node);
    return found.map(({ name }) => name);
  };
  for (const node of body) {
    if ("source" in node && node.source) importing.push({ source: node.source, end: node.end });
    else if (node.type === "ExportNamedDeclaration") {
      for (const name of declare(node.declaration)) exported.set(name, name);
      for (const { exported: as, local } of node.specifiers) exported.set(nameOf(as), nameOf(local));
    } else if (node.type === "ExportDefaultDeclaration") {
      const [name] = declare(node.declaration);
      if (name === undefined) byDefault = node;
      else exported.set("default", name);
    } else declare(node);
  }
  return { declared, exported, importing, constants, default: byDefault };
}

/** Whether a module waits while it is evaluated. Functions wait on their own account. */
export function hasTopLevelAwait(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasTopLevelAwait);
  if (typeof node !== "object" || node === null) return false;
  const { type, await: waits } = node as { readonly type?: string; readonly await?: boolean };
  if (type === "AwaitExpression" || (type === "ForOfStatement" && waits)) return true;
  if (type !== undefined && /Function/.test(type)) return false;
  return Object.values(node).some(hasTopLevelAwait);
}

function declaredBy(node: ESTree.Node | null): readonly Declared[] {
  if (node?.type === "VariableDeclaration") {
    return node.declarations.flatMap(({ id }) =>
      namesIn(id).map(({ name, start }) => ({ name, start, constant: node.kind === "const" })),
    );
  }
  if (node?.type !== "FunctionDeclaration" && node?.type !== "ClassDeclaration") return [];
  return node.id ? [{ name: node.id.name, start: node.id.start, constant: true }] : [];
}

function namesIn(pattern: ESTree.Node | null): readonly { readonly name: string; readonly start: number }[] {
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

const nameOf = (node: ESTree.ModuleExportName): string => (node.type === "Literal" ? node.value : node.name);
