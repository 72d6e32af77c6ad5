// What an exercise takes from its process: the time, timers, and a global object of its own.
import { promisify } from "node:util";
import { TimerPromises } from "./timer-promises.ts";
import type { Exports } from "./registry.ts";
import { virtualDate, virtualPerformance } from "./virtual-date.ts";
import { VirtualTimers } from "./virtual-timers.ts";
import { type ProcessTime, VirtualTime } from "./virtual-time.ts";

/** What each global is made of, when it is first asked for: most exercises ask for none. */
const makers = {
  Date: ({ time }: LazyGlobals) => virtualDate(time),
  performance: ({ time }: LazyGlobals) => virtualPerformance(time),
  setTimeout: ({ timers, promises }: LazyGlobals) =>
    promising((...given: Parameters<VirtualTimers["once"]>) => timers.once(...given), promises.later),
  clearTimeout: clearer,
  setInterval:
    ({ timers }: LazyGlobals) =>
    (...given: Parameters<VirtualTimers["every"]>) =>
      timers.every(...given),
  clearInterval: clearer,
  setImmediate: ({ timers, promises }: LazyGlobals) =>
    promising((...given: Parameters<VirtualTimers["immediately"]>) => timers.immediately(...given), promises.soon),
  clearImmediate: clearer,
  AbortSignal: ({ timers }: LazyGlobals) => abortSignal(timers),
  globalThis: (globals: LazyGlobals) => globals.whole,
  global: (globals: LazyGlobals) => globals.whole,
};

type GlobalName = keyof typeof makers;

/** The globals of one process, and what belongs to them. Until they are used they cost nothing. */
export type ProcessGlobals = Pick<LazyGlobals, "added" | "end" | "hasTimers" | "imported" | "standingStill"> & {
  readonly [Name in GlobalName]: Name extends keyof typeof globalThis ? (typeof globalThis)[Name] : typeof globalThis;
};

export const globalNames = Object.keys(makers) as readonly GlobalName[];

/** The globals of a new process. Modules that were not evaluated for a process have the real ones. */
export const processGlobals = (time: ProcessTime): ProcessGlobals => new LazyGlobals(time) as unknown as ProcessGlobals;

class LazyGlobals {
  static {
    for (const name of globalNames) {
      Object.defineProperty(this.prototype, name, {
        get(this: LazyGlobals) {
          return this.#own(name);
        },
      });
    }
  }

  readonly time: VirtualTime;
  #timers: VirtualTimers | undefined;
  #promises: TimerPromises | undefined;
  #whole: object | undefined;
  /** What the process has put on its global object. */
  #written: Map<string | symbol, unknown> | undefined;
  readonly #made: Partial<Record<GlobalName, unknown>> = {};

  constructor(time: ProcessTime) {
    this.time = new VirtualTime(time);
  }

  get timers(): VirtualTimers {
    return (this.#timers ??= new VirtualTimers(this.time));
  }

  get promises(): TimerPromises {
    return (this.#promises ??= new TimerPromises(this.timers));
  }

  /** The global object, with these globals; what is put on it is gone with the process. */
  get whole(): object {
    const own = (this.#written ??= new Map<string | symbol, unknown>());
    return (this.#whole ??= new Proxy(globalThis, {
      get: (real, name) => {
        if (own.has(name)) return own.get(name);
        return Object.hasOwn(makers, name) ? this.#own(name as GlobalName) : (Reflect.get(real, name) as unknown);
      },
      set: (_real, name, value) => Boolean(own.set(name, value)),
      defineProperty: (_real, name, part) => Boolean(own.set(name, part.get ? part.get() : part.value)),
      deleteProperty: (_real, name) => own.delete(name) || true,
      has: (real, name) => own.has(name) || name in real,
      getOwnPropertyDescriptor: (real, name) =>
        own.has(name)
          ? { value: own.get(name), writable: true, enumerable: true, configurable: true }
          : Reflect.getOwnPropertyDescriptor(real, name),
      ownKeys: (real) => [...new Set([...Reflect.ownKeys(real), ...own.keys()])],
    }));
  }

  /** Names of what the process has put on its global object. */
  added(): readonly string[] {
    return [...(this.#written?.keys() ?? [])].map(String);
  }

  /** Whether any timer of the process is still to fire. */
  get hasTimers(): boolean {
    return this.#timers?.areRunning ?? false;
  }

  /** The process is over: none of its timers fires any more. */
  end(): void {
    this.#timers?.end();
  }

  /** A module that is not evaluated anew, as an exercise of this process sees it: timers and the time are virtual in it. */
  imported(specifier: string, module: Exports): Exports {
    const replaced = this.#replacements(specifier.replace(/^node:/, ""));
    if (!replaced) return module;
    const { default: whole, ...names } = module as { readonly default?: object };
    return { ...names, ...replaced, default: { ...whole, ...replaced } };
  }

  /** The globals of a process that begins when this one began, and for which time stands still. */
  standingStill(): ProcessGlobals {
    return processGlobals(this.time.standingStill());
  }

  #own(name: GlobalName): unknown {
    return (this.#made[name] ??= makers[name](this));
  }

  #replacements(specifier: string): Readonly<Record<string, unknown>> | undefined {
    switch (specifier) {
      case "timers/promises": {
        const { later, soon, each, wait } = this.promises;
        return { setTimeout: later, setImmediate: soon, setInterval: each, scheduler: { wait, yield: () => soon() } };
      }
      case "timers": {
        const names = globalNames.filter((name) => /^(?:set|clear)/.test(name));
        const timers = Object.fromEntries(names.map((name) => [name, this.#own(name)]));
        return { ...timers, promises: this.#replacements("timers/promises") };
      }
      case "perf_hooks":
        return { performance: this.#own("performance") };
      default:
        return undefined;
    }
  }
}

function clearer({ timers }: LazyGlobals): (timer?: unknown) => void {
  return (timer) => timers.clear(timer);
}

/** Such functions are asked for a promise by util.promisify. */
function promising<Start extends object>(start: Start, promise: unknown): Start {
  return Object.defineProperty(start, promisify.custom, { value: promise });
}

/** AbortSignal.timeout is a timer, too. */
function abortSignal(timers: VirtualTimers): typeof AbortSignal {
  const timeout = (ms: number): AbortSignal => {
    const controller = new AbortController();
    const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    timers.once(() => controller.abort(reason), ms);
    return controller.signal;
  };
  return new Proxy(AbortSignal, {
    get: (real, name) => {
      if (name === "timeout") return timeout;
      const value = Reflect.get(real, name) as unknown;
      return typeof value === "function" && name !== "prototype" ? (value.bind(real) as unknown) : value;
    },
  });
}
