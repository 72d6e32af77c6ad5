// Finds where a module uses what it imports: the names that mean an import, and not something of a nearer scope.
import type { ESTree } from "vite";
import { declaredBy, namesIn } from "./top-level.ts";

export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `{ name }` in an object: name and value in one. */
  readonly shorthand: boolean;
  /** `name()`, as a function and not as a method of anything. */
  readonly called: boolean;
}

export interface Uses {
  readonly references: readonly Reference[];
  /** Places of `import.meta`, and of the word `import` in `import()`. */
  readonly metas: readonly ESTree.MetaProperty[];
  readonly dynamic: readonly ESTree.ImportExpression[];
}

type AnyNode = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;
type Scope = ReadonlySet<string>;

/** @param names what the module imports, as it calls it */
export function usesIn({ body }: ESTree.Program, names: Scope): Uses {
  const references: Reference[] = [];
  const metas: ESTree.MetaProperty[] = [];
  const dynamic: ESTree.ImportExpression[] = [];

  const visit = (node: AnyNode, parent: AnyNode | undefined, key: string, nearer: readonly Scope[]): void => {
    if (node.type === "Identifier") {
      const name = node["name"] as string;
      if (!names.has(name) || !isUse(parent, key) || nearer.some((scope) => scope.has(name))) return;
      const shorthand = parent?.type === "Property" && parent["shorthand"] === true;
      const called = key === "callee" ? parent?.type === "CallExpression" : key === "tag";
      references.push({ name, start: node.start, end: node.end, shorthand, called });
      return;
    }
    if (node.type === "MetaProperty" && (node as unknown as ESTree.MetaProperty).meta.name === "import") {
      metas.push(node as unknown as ESTree.MetaProperty);
      return;
    }
    if (node.type === "ImportExpression") dynamic.push(node as unknown as ESTree.ImportExpression);
    const own = scopeOf(node, parent);
    const scopes = own.size === 0 ? nearer : [own, ...nearer];
    for (const [part, value] of Object.entries(node)) {
      // What a switch looks at is outside of the scope of its cases.
      const inside = node.type === "SwitchStatement" && part === "discriminant" ? nearer : scopes;
      if (Array.isArray(value)) {
        for (const one of value) if (isNode(one)) visit(one, node, part, inside);
      } else if (isNode(value)) visit(value, node, part, inside);
    }
  };
  for (const node of body) {
    const bindsOnly = node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration";
    if (bindsOnly || (node.type === "ExportNamedDeclaration" && !node.declaration)) continue;
    visit(node as unknown as AnyNode, undefined, "", []);
  }
  return { references, metas, dynamic };
}

/** Whether an identifier in this place stands for a value. */
function isUse(parent: AnyNode | undefined, key: string): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return key !== "property" || parent["computed"] === true;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      return key !== "key" || parent["computed"] === true;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return key !== "label";
    default:
      return true;
  }
}

/** The names that a node declares for what is inside it. */
function scopeOf(node: AnyNode, parent: AnyNode | undefined): Scope {
  const part = (name: string): ESTree.Node | null => (node[name] ?? null) as ESTree.Node | null;
  const parts = (name: string): readonly ESTree.Node[] => (node[name] ?? []) as readonly ESTree.Node[];
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return new Set([...parts("params"), part("id")].flatMap(namesIn).map(({ name }) => name));
    case "ClassExpression":
      return new Set(namesIn(part("id")).map(({ name }) => name));
    case "CatchClause":
      return new Set(namesIn(part("param")).map(({ name }) => name));
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return declarations([part("init"), part("left")]);
    case "SwitchStatement":
      return declarations(parts("cases").flatMap((one) => (one as ESTree.SwitchCase).consequent));
    case "StaticBlock":
      return new Set([...declarations(parts("body")), ...variablesIn(node)]);
    case "BlockStatement": {
      const whole = parent !== undefined && /Function/.test(parent.type);
      return new Set([...declarations(parts("body")), ...(whole ? variablesIn(node) : [])]);
    }
    default:
      return NONE;
  }
}

const NONE: Scope = new Set();

const declarations = (nodes: readonly (ESTree.Node | null)[]): Scope =>
  new Set(nodes.flatMap(declaredBy).map(({ name }) => name));

/** Names declared with var belong to the whole function, wherever they stand in it. */
function variablesIn(node: AnyNode): readonly string[] {
  return Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap((one) => {
      if (/Function|Class|StaticBlock/.test(one.type)) return [];
      const own = one["kind"] === "var" ? declaredBy(one as unknown as ESTree.Node).map(({ name }) => name) : [];
      return [...own, ...variablesIn(one)];
    });
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && typeof (value as { readonly type?: unknown }).type === "string";
