// The code around the second copy of a module. It imports nothing of ours: whatever reads the module reads this with it.
import { globalNames } from "./process-globals.ts";
import type { Variable } from "./registry.ts";
import { DEFAULT, type TopLevel } from "./top-level.ts";

export interface Parts {
  readonly path: string;
  readonly top: TopLevel;
  readonly variables: readonly Variable[];
  /** The text of the module: of the globals it gets those that it names. */
  readonly code: string;
}

/** Where the copy finds what it imports, by the number of the importing statement. */
export const importedAs = (index: number, name: string): string =>
  name === "*" ? `__kata_import_${index}__` : `__kata_import_${index}__[${JSON.stringify(name)}]`;

/** Text with a name of its own: in stack traces it is a part of Node, and not a line of the exercise. */
const MAKING = `"use strict";
return (make) => {
  if (typeof make !== "function" || /^class\\b/.test(Function.prototype.toString.call(make))) return make;
  const making = new Proxy(make, { apply(make, self, given) {
    const made = Reflect.apply(make, self, given);
    if (Object(made) === made) registry.made.set(made, { by: making, given });
    return made;
  } });
  return making;
};
//# sourceURL=node:internal/job-continuation-kata`;

/**
 * In the first copy, what exported functions make is remembered with what they were given: a job may be made by one, and
 * is to be made again for another process. A proxy, so that the function is in all else what it was.
 */
export function makingOf({ declared, exported }: TopLevel): string {
  const constants = new Set(declared.filter(({ constant }) => constant).map(({ name }) => name));
  const names = [...new Set(exported.values())].filter((name) => constants.has(name));
  const lines = [
    ...(names.includes(DEFAULT) ? [`export { ${DEFAULT} as default };`] : []),
    `const __kata_registry__ = (globalThis[Symbol.for("job-continuation-kata.modules")] ??= { modules: [], made: new WeakMap() });`,
    ...(names.length > 0
      ? [`const __kata_making__ = Function("registry", ${JSON.stringify(MAKING)})(__kata_registry__);`]
      : []),
    ...names.map((name) => `${name} = __kata_making__(${name});`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The entry of the module in the registry: see RenewableModule there. The copy stands between the two parts. */
export function evaluation({ path, top, variables, code }: Parts): { readonly before: string; readonly after: string } {
  const { importing, declared } = top;
  const modules = new Map(importing.map(({ specifier, written }, index) => [specifier, { written, index }]));
  const own = new Set(declared.map(({ name }) => name));
  // What it has imported and exports under its own name is remembered as an export of the other module.
  const exported = [...top.exported].filter(([, name]) => own.has(name));
  const used = globalNames.filter((name) => new RegExp(String.raw`\b${name}\b`).test(code));
  const read = declared.map(({ name }) => name);
  const before = [
    ...[...modules.values()].map(({ written, index }) => `import * as __kata_module_${index}__ from ${written};`),
    `const __kata_meta__ = import.meta;`,
    `__kata_registry__.modules.push({`,
    `  url: import.meta.url,`,
    `  path: ${JSON.stringify(path)},`,
    `  imports: { ${[...modules].map(([name, { index }]) => `${JSON.stringify(name)}: __kata_module_${index}__`).join(", ")} },`,
    `  load: (specifier) => import(/* @vite-ignore */ specifier),`,
    `  exports: () => ({ ${exported.map(([as, name]) => `${JSON.stringify(as)}: ${name}`).join(", ")} }),`,
    `  variables: ${JSON.stringify(variables)},`,
    `  evaluate(__kata_process__, { ${used.join(", ")} }) { {`,
    ...importing.map((_, index) => `let __kata_import_${index}__;`),
    `__kata_process__.begin({ __proto__: null, ${gettersOf(top)} }, () => [${read.join(", ")}]);`,
    ...importing.map(
      ({ specifier, handsOnAll }, index) =>
        `__kata_import_${index}__ = __kata_process__.load(${JSON.stringify(specifier)});` +
        (handsOnAll ? ` __kata_process__.handOn(__kata_import_${index}__);` : ""),
    ),
  ].join("\n");
  return { before, after: "} } });" };
}

const getter = (as: string, place: string): string => `get ${JSON.stringify(as)}() { return ${place}; }`;

/** Exports are read when they are asked for, so that a variable which is exported may change. */
function gettersOf({ importing, exported }: TopLevel): string {
  const places = new Map<string, string>();
  for (const [index, { names, handsOn }] of importing.entries()) {
    for (const [name, theirs] of names) places.set(name, importedAs(index, theirs));
    for (const [as, theirs] of handsOn) places.set(`export ${as}`, importedAs(index, theirs));
  }
  const handedOn = importing.flatMap(({ handsOn }) => [...handsOn.keys()]);
  return [
    ...[...exported].map(([as, name]) => getter(as, places.get(name) ?? name)),
    ...handedOn.map((as) => getter(as, places.get(`export ${as}`) as string)),
  ].join(", ");
}
