// Which modules can be evaluated anew, and which of them a thing comes from. Modules enter themselves: see transform.ts.
import type { ProcessGlobals } from "./process-globals.ts";

export interface Variable {
  readonly name: string;
  readonly line: number;
  /** What it holds may change all the same, unless it is a primitive. */
  readonly constant: boolean;
}

export type Exports = Readonly<Record<string, unknown>>;

/** A module that can be evaluated anew. */
export interface RenewableModule {
  readonly url: string;
  /** Path from the root of the repository. */
  readonly path: string;
  /** What it imports, by the words with which it does: each module as all others see it. */
  readonly imports: Readonly<Record<string, Exports>>;
  /** import() as that module would call it. */
  readonly load: (specifier: string) => Promise<Exports>;
  /** What it exported when it was first evaluated. */
  readonly exports: () => Exports;
  readonly variables: readonly Variable[];
  readonly evaluate: (surroundings: Surroundings, globals: ProcessGlobals) => void;
}

/** What a module that is evaluated anew asks for. */
export interface Surroundings {
  /**
   * Called first of all, so that modules which import each other meet half of one, as real modules do.
   * @param exports getters
   * @param read the values of the variables, in their order
   */
  begin(exports: Exports, read: () => readonly unknown[]): void;
  /** The exports of what it imports. */
  load(specifier: string): Exports;
  /** The same, for import(). */
  loadLater(specifier: string): Promise<Exports>;
  /** Hands on all that another module exports: `export * from`. */
  handOn(exports: Exports): void;
}

interface Registry {
  readonly modules: RenewableModule[];
  /** What an exported function made: that function, and what it was given. */
  readonly made: WeakMap<object, Making>;
}

export interface Making {
  readonly by: object;
  readonly given: readonly unknown[];
}

export interface Export {
  readonly module: RenewableModule;
  readonly name: string;
}

const registry = ((globalThis as Record<symbol, unknown>)[Symbol.for("job-continuation-kata.modules")] ??= {
  modules: [],
  made: new WeakMap(),
}) as Registry;

const exported = new WeakMap<object, Export>();
const byUrl = new Map<string, RenewableModule>();
const imported = new WeakMap<RenewableModule, Map<string, RenewableModule | undefined>>();
let entered = 0;

/** The module that exported a thing, and under which name. A thing that was handed on belongs to the module that made it. */
export function findExport(thing: object): Export | undefined {
  enterNew();
  return exported.get(thing);
}

/** The exported function that made a thing, when one did. */
export const findMaking = (thing: object): Making | undefined => registry.made.get(thing);

/**
 * The module that another one means by a specifier.
 * @returns undefined when it is none that can be evaluated anew
 */
export function findImport(module: RenewableModule, specifier: string): RenewableModule | undefined {
  enterNew();
  let known = imported.get(module);
  if (!known) imported.set(module, (known = new Map()));
  if (!known.has(specifier)) known.set(specifier, moduleAt(module, specifier));
  return known.get(specifier);
}

/**
 * Enters a module by hand, for code that no loader has read.
 *
 * @param exports what it exported when it was first evaluated
 * @param evaluate evaluates it anew; returns its exports
 */
export function rememberModule(exports: Exports, evaluate: (globals: ProcessGlobals) => Exports): void {
  const names = Object.keys(exports);
  registry.modules.push({
    url: "",
    path: "generated",
    imports: {},
    load: (specifier) => Promise.reject(new Error(`Generated code imports nothing: ${specifier}`)),
    exports: () => exports,
    variables: names.map((name, index) => ({ name, line: index + 1, constant: true })),
    evaluate(surroundings, globals) {
      const anew = evaluate(globals);
      surroundings.begin(anew, () => names.map((name) => anew[name]));
    },
  });
}

/** Modules only add themselves to a list: this code need not be there yet when they do. */
function enterNew(): void {
  for (; entered < registry.modules.length; entered += 1) {
    const module = registry.modules[entered] as RenewableModule;
    if (module.url !== "") byUrl.set(placeOf(module.url), module);
    for (const [name, thing] of Object.entries(module.exports())) {
      if (Object(thing) === thing && !exported.has(thing as object)) exported.set(thing as object, { module, name });
    }
  }
}

function moduleAt({ url }: RenewableModule, specifier: string): RenewableModule | undefined {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return undefined;
  const place = placeOf(new URL(specifier, url).href);
  // TypeScript lets "./keys.js" stand for keys.ts, and tsx and Vite "./keys".
  const places = [place, place.replace(/\.(m?)js$/, ".$1ts"), `${place}.ts`];
  return places.map((one) => byUrl.get(one)).find((module) => module !== undefined);
}

const placeOf = (url: string): string => url.replace(/[?#].*$/, "");
