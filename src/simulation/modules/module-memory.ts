// The memory of a process: its modules, and what the end of the process loses.
import { inspect } from "node:util";
import type { ProcessGlobals } from "./process-globals.ts";
import { type Exports, findExport, findImport, findMaking, type RenewableModule, type Variable } from "./registry.ts";

interface LoadedModule {
  readonly exports: Exports;
  /** The values of its variables, in their order. */
  readonly read: () => readonly unknown[];
}

/** Whether a thing was exported by a module that can be evaluated anew, or made by an exported function of one. */
export function isRenewable(exported: object): boolean {
  return (findExport(exported) ?? findMaking(exported)) !== undefined;
}

/** The memory of one simulated process: the modules that it loads, each evaluated once for it. */
export class ModuleMemory {
  readonly #globals: ProcessGlobals;
  readonly #loaded = new Map<RenewableModule, LoadedModule>();
  #made: Map<object, object> | undefined;

  constructor(globals: ProcessGlobals) {
    this.#globals = globals;
  }

  /**
   * The same export of its module evaluated anew for this process. What an exported function has made is made again, by
   * that function of this process.
   *
   * @returns the thing itself when its module cannot be evaluated anew: it comes from a spec, or has top-level await
   * @throws what the module throws when it is evaluated
   */
  own<Thing extends object>(exported: Thing): Thing {
    const found = findExport(exported);
    if (found) return (this.#load(found.module)[found.name] ?? exported) as Thing;
    return (this.#made?.get(exported) ?? this.#makeAgain(exported)) as Thing;
  }

  /**
   * Variables of the modules whose values have changed since they were evaluated: what the end of the process loses.
   * Seen is what util.inspect shows, three levels deep: no private fields, and nothing inside a closure.
   *
   * @returns each with its name and place, "cache (lessons/02-steps/exercise.ts:5)"
   */
  changed(): readonly string[] {
    // Compared with the modules as they are when they are evaluated now: nothing is to be kept for processes that are
    // never asked. What differs from one evaluation to the next, such as a random number, tells nothing.
    const [fresh, other] = [this.#evaluatedNow(), this.#evaluatedNow()];
    const changed = [...this.#loaded].flatMap(([module, { read }]) => {
      const [now, then, again] = [read(), fresh.#valuesIn(module), other.#valuesIn(module)];
      return module.variables
        .filter((variable, index) => {
          if (!mayChange(variable, now[index])) return false;
          const before = textOf(then[index]);
          return textOf(now[index]) !== before && textOf(again[index]) === before;
        })
        .map(({ name, line }) => `${name} (${module.path}:${line})`);
    });
    return [...changed, ...this.#globals.added().map((name) => `globalThis.${name}`)];
  }

  #makeAgain(thing: object): object {
    const making = findMaking(thing);
    if (!making) return thing;
    const make = this.own(making.by) as (...given: readonly unknown[]) => object;
    const made = make(...making.given.map((one) => (Object(one) === one ? this.own(one as object) : one)));
    (this.#made ??= new Map()).set(thing, made);
    return made;
  }

  #load(module: RenewableModule): Exports {
    const known = this.#loaded.get(module);
    if (known) return known.exports;
    let own: Exports = {};
    const importFrom = (specifier: string, asOthersSeeIt: Exports): Exports => {
      const found = findImport(module, specifier);
      return found ? this.#load(found) : this.#globals.imported(specifier, asOthersSeeIt);
    };
    try {
      module.evaluate(
        {
          begin: (exports, read) => {
            own = exports;
            this.#loaded.set(module, { exports, read });
          },
          load: (specifier) => importFrom(specifier, module.imports[specifier] as Exports),
          loadLater: async (specifier) => importFrom(specifier, await module.load(specifier)),
          handOn: (exports) => handOn(exports, own),
        },
        this.#globals,
      );
    } catch (error) {
      this.#loaded.delete(module);
      throw error;
    }
    return own;
  }

  #evaluatedNow(): ModuleMemory {
    const memory = new ModuleMemory(this.#globals.standingStill());
    for (const module of this.#loaded.keys()) memory.#load(module);
    return memory;
  }

  #valuesIn(module: RenewableModule): readonly unknown[] {
    return this.#loaded.get(module)?.read() ?? [];
  }
}

/** All but the default export, and all but what the module itself exports under the same name. */
function handOn(from: Exports, to: Exports): void {
  for (const name of Object.keys(from)) {
    if (name === "default" || name in to) continue;
    Object.defineProperty(to, name, { get: () => from[name], enumerable: true });
  }
}

const mayChange = ({ constant }: Variable, value: unknown): boolean => !constant || Object(value) === value;

/** What a value looks like. Where an error was made says nothing about it. */
function textOf(value: unknown): string {
  const hidden = value instanceof WeakMap || value instanceof WeakSet;
  const text = inspect(value, { depth: 3, showHidden: hidden, maxArrayLength: null, maxStringLength: null });
  return text.replaceAll(/\n\s+at .*/g, "");
}
