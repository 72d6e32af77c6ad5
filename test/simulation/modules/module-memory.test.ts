// A process meets the modules of an exercise evaluated anew, and keeps them until it ends.
import { defineJob } from "#jobs";
import { crash, simulate } from "#simulation";
import { isRenewable, ModuleMemory, rememberModule } from "#simulation/modules";
import { describe, expect, it, test } from "vitest";
import { orders } from "../orders.ts";
import { exercise, startProcess } from "./modules-on-disk.ts";

const counting = `
let count = 0;
export function next() { count += 1; return count; }
export const peek = () => count;
`;

describe("variables of a module", () => {
  it("are kept within a process and gone in the next", async () => {
    const { next, peek } = await exercise({ "exercise.ts": counting });
    const [first, second] = [startProcess().memory, startProcess().memory];
    expect([first.own(next)(), first.own(next)(), first.own(peek)()]).toEqual([1, 2, 2]);
    expect(second.own(peek)()).toBe(0);
    expect(peek()).toBe(0);
  });

  it("of a helper beside the exercise are, too, and shared by all modules of the process", async () => {
    const { next, peek } = await exercise({
      "keys.ts": counting,
      "other.ts": `import { peek } from "./keys.ts"; export const look = () => peek();`,
      "exercise.ts": `
        import { next as step } from "./keys.js";
        import { look } from "./other";
        export const next = () => step();
        export const peek = () => look();
      `,
    });
    const { memory } = startProcess();
    memory.own(next)();
    expect(memory.own(peek)()).toBe(1);
    expect(startProcess().memory.own(peek)()).toBe(0);
    expect(peek()).toBe(0);
  });

  it("are live where another module imports them", async () => {
    const { read } = await exercise({
      "keys.ts": `export let count = 0; export const add = () => { count += 1; }; export { count as default };`,
      "exercise.ts": `
        import byDefault, { add, count } from "./keys.ts";
        import * as keys from "./keys.ts";
        export const read = () => { add(); return { count, byDefault, whole: keys.count }; };
      `,
    });
    const { memory } = startProcess();
    memory.own(read)();
    expect(memory.own(read)()).toEqual({ count: 2, byDefault: 2, whole: 2 });
    expect(read()).toEqual({ count: 1, byDefault: 1, whole: 1 });
  });
});

describe("modules that are not evaluated anew", () => {
  it("keep their identity: packages, Node, #jobs and #shop", async () => {
    const { things } = await exercise({
      "exercise.ts": `
        import { defineJob } from "#jobs";
        import * as shop from "#shop";
        import { EventEmitter } from "node:events";
        import { parse } from "csv-parse/sync";
        export const things = () => ({ defineJob, shop, EventEmitter, parse });
      `,
    });
    const [own, asOthers] = [startProcess().memory.own(things)(), things()];
    expect(own.defineJob).toBe(defineJob);
    for (const name of ["shop", "EventEmitter", "parse"]) expect(own[name]).toBe(asOthers[name]);
  });

  it("are those with top-level await, and things of specs", async () => {
    const { job, kept } = await exercise({
      "late.ts": `export const kept = await Promise.resolve({ a: 1 });`,
      "exercise.ts": `
        import { kept } from "./late.ts";
        export const job = { kept };
        export { kept };
      `,
    });
    const { memory } = startProcess();
    expect(memory.own(kept)).toBe(kept);
    expect(memory.own(job)).not.toBe(job);
    expect(memory.own(job).kept).toBe(kept);
    const mine = {};
    expect(memory.own(mine)).toBe(mine);
    expect([job, kept, mine].map(isRenewable)).toEqual([true, false, false]);
  });

  it("can be entered by hand", () => {
    const make = () => ({ job: { runs: 0 } });
    const exports = make();
    rememberModule(exports, make);
    const { memory } = startProcess();
    memory.own(exports.job).runs += 1;
    expect(memory.own(exports.job)).toEqual({ runs: 1 });
    expect(memory.changed()).toEqual(["job (generated:1)"]);
    expect(exports.job).toEqual({ runs: 0 });
  });
});

describe("every form of export", () => {
  const forms: readonly (readonly [form: string, text: string, name: string])[] = [
    ["a constant", "export const job = { made: {} };", "job"],
    ["a variable", "export let job = { made: {} };", "job"],
    ["a function used before it is defined", "const early = job(); export function job() { return 1; }", "job"],
    ["a class", "export class Job { static made = {}; }", "Job"],
    ["another name", "const a = { made: {} }; export { a as b };", "b"],
    ["a name with a space", 'const a = { made: {} }; export { a as "the job" };', "the job"],
    ["parts of an object", "export const { a, b: [c, ...job] } = { a: 1, b: [2, 3] };", "job"],
    ["the default", "export default { made: {} };", "default"],
    ["a default function without a name", "export default function () { return 1; }\n(1);", "default"],
    ["a default class without a name", "export default class { static made = {}; }", "default"],
    ["a default function with a name", "export default async function job() { return job; }", "default"],
    ["a default that is a variable", "const job = { made: {} }; export default job;", "default"],
    ["what it has imported", 'import { job } from "./other.ts"; export { job as mine };', "mine"],
    ["what another module exports", 'export { job as mine } from "./other.ts";', "mine"],
    ["all that another module exports", 'export * from "./other.ts";', "job"],
    ["the default of another module", 'export { default } from "./other.ts";', "default"],
  ];
  const other = "export const job = { made: {} }; export default { made: {} };";

  test.each(forms)("%s", async (_form, text, name) => {
    const module = await exercise({ "exercise.ts": text, "other.ts": other });
    const thing = module[name] as object;
    const { memory } = startProcess();
    expect(isRenewable(thing)).toBe(true);
    const own = memory.own(thing);
    expect(own).not.toBe(thing);
    expect(typeof own).toBe(typeof thing);
    expect(memory.own(thing)).toBe(own);
  });

  test("all of another module under a name", async () => {
    const { read } = await exercise({
      "keys.ts": counting,
      "other.ts": `export * as keys from "./keys.ts";`,
      "exercise.ts": `import { keys } from "./other.ts"; export const read = () => keys.next();`,
    });
    const { memory } = startProcess();
    memory.own(read)();
    expect(memory.own(read)()).toBe(2);
    expect(startProcess().memory.own(read)()).toBe(1);
  });

  test("a module's own export goes before one that it hands on", async () => {
    const { read } = await exercise({
      "other.ts": `export const a = "other"; export const b = "other";`,
      "between.ts": `export * from "./other.ts"; export const a = "own";`,
      "exercise.ts": `import { a, b } from "./between.ts"; export const read = () => [a, b];`,
    });
    expect(startProcess().memory.own(read)()).toEqual(["own", "other"]);
  });
});

it("takes two exports of a module from one evaluation, handed on or not", async () => {
  const { next, peek, again } = await exercise({
    "solution.ts": counting,
    "exercise.ts": `export { next, peek } from "./solution.ts"; import { next } from "./solution.ts"; export const again = () => next();`,
  });
  const { memory } = startProcess();
  memory.own(next)();
  memory.own(again)();
  expect(memory.own(peek)()).toBe(2);
});

it("makes again what an exported function has made, by that function of the process", async () => {
  const { campaign, other } = await exercise({
    "exercise.ts": `
      let mails = 0;
      export const campaign = (size, after) => ({ size, after, send: () => (mails += size) });
      export const other = { name: "other" };
    `,
  });
  const [five, { memory }] = [campaign(5, other), startProcess()];
  expect(isRenewable(five)).toBe(true);
  expect(memory.own(five)).not.toBe(five);
  expect(memory.own(five)).toBe(memory.own(five));
  expect(memory.own(five).after).toBe(memory.own(other));
  expect([memory.own(five).send(), memory.own(five).send(), five.send()]).toEqual([5, 10, 5]);
});

it("evaluates modules that import each other", async () => {
  const { even } = await exercise({
    "odd.ts": `
      import { even, log } from "./exercise.ts";
      export const odd = (n: number): boolean => { log.push(n); return n > 0 && even(n - 1); };
    `,
    "exercise.ts": `
      import { odd } from "./odd.ts";
      export const log: number[] = [];
      export function even(n: number): boolean { log.push(n); return n === 0 || odd(n - 1); }
      even.log = log;
    `,
  });
  const { memory } = startProcess();
  expect(memory.own(even)(3)).toBe(false);
  expect(memory.own(even).log).toEqual([3, 2, 1, 0]);
  expect(even.log).toEqual([]);
});

it("imports the process's own module by import(), and knows import.meta", async () => {
  const { later, url, next } = await exercise({
    "keys.ts": counting,
    "exercise.ts": `
      export { next } from "./keys.ts";
      export const later = async () => (await import("./keys.ts")).peek();
      export const url = () => import.meta.url;
    `,
  });
  const { memory } = startProcess();
  memory.own(next)();
  expect(await memory.own(later)()).toBe(1);
  expect(await later()).toBe(0);
  expect(memory.own(url)()).toBe(url());
});

it("tells imports from what is nearer under the same name", async () => {
  const { all } = await exercise({
    "keys.ts": `export const key = "imported"; export const f = (...a: unknown[]) => ["f", ...a]; export const tag = ([a]) => a;`,
    "exercise.ts": `
      import { f, key, tag } from "./keys.ts";
      class Keeper { key = key; static f() { return f(key); } get tag() { return tag\`t\`; } }
      export function all() {
        const object = { key, f: key, [key]: 1, tag() { return key; } };
        const { key: renamed = key } = {} as { key?: string };
        const inner = ((key: string) => key)("parameter");
        const hoisted = (() => { const before = key; if (true) { var key = "var"; } return [before, key]; })();
        const named = (function f(): unknown { return typeof f; })();
        let caught; try { throw "thrown"; } catch (key) { caught = key; }
        const loops = []; for (const key of ["loop"]) loops.push(key); for (let key = 0; key < 1; key += 1) loops.push(key);
        switch (key) { case "imported": { const f = "block"; loops.push(f); } }
        label: for (;;) { break label; }
        return { object, said: object.tag(), renamed, inner, hoisted, named, caught, loops, called: f(key), optional: f?.(key),
          member: object.key, keeper: [new Keeper().key, new Keeper().tag, Keeper.f()] };
      }
    `,
  });
  const strip = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
  expect(strip(startProcess().memory.own(all)())).toEqual(strip(all()));
});

it("gives a job that knows its own module, in the lessons' own way", async () => {
  const { job, seen } = await exercise({
    "exercise.ts": `
      import { defineJob } from "#jobs";
      const cache = new Map();
      export const seen = () => cache.size;
      export const job = defineJob({ name: "remember", async perform({ id }: { id: number }) { cache.set(id, true); } });
    `,
  });
  const { memory } = startProcess();
  const own = memory.own(job);
  expect(own.name).toBe("remember");
  await own.perform({ id: 1 }, undefined, undefined);
  expect([memory.own(seen)(), startProcess().memory.own(seen)(), seen()]).toEqual([1, 0, 0]);
});

it("throws what the module throws, and tries again the next time", async () => {
  const { job } = await exercise({
    "exercise.ts": `if (globalThis.broken) throw new Error("broken at the top"); export const job = {};`,
  });
  (globalThis as { broken?: boolean }).broken = true;
  const { memory } = startProcess();
  expect(() => memory.own(job)).toThrow("broken at the top");
  delete (globalThis as { broken?: boolean }).broken;
  expect(memory.own(job)).not.toBe(job);
});

it("leaves stack traces where they were", async () => {
  const { fail, folder } = await exercise({
    "keys.ts": `// A comment that goes away.\nexport const key = 1;\n`,
    "exercise.ts": `// A comment that goes away.
import {
  key,
} from "./keys.ts";

interface Gone { a: number }

export const fail = (): never => {
  const short = { a: key, b: key };

  throw new Error(String(short.a));
};
`,
  });
  for (const make of [fail, startProcess().memory.own(fail)]) {
    const error = (() => {
      try {
        return make() as never;
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(linesIn(error, folder)).toEqual([11]);
  }
});

/** As vitest itself finds them for its report. */
function linesIn(error: Error, folder: string): readonly number[] {
  const { stack = "" } = error;
  return [...stack.matchAll(/exercise\.ts:(\d+)/g)].map(([, line]) => Number(line)).filter(() => folder !== "");
}

describe("what the end of a process loses", () => {
  it("is told by the names and places of the variables that have changed", async () => {
    const { fill, folder } = await exercise({
      "keys.ts": `export const used = new Set();\n`,
      "exercise.ts": `import { used } from "./keys.ts";

const cache = new Map<number, object>();
let last: number | undefined;
const weak = new WeakMap();
const untouched = { a: [1] };
const failure = Object.assign(new Error("made elsewhere"), { seen: 0 });
export const random = [Math.random()];
export const began = new Date();
const PRIMITIVE = Math.random();
export class Kept { static count = 0; }
export function fill(): void {
  cache.set(1, untouched);
  used.add(failure.message + PRIMITIVE + began + random);
  last = 3;
  weak.set(fill, last);
  Kept.count += 1;
  failure.seen += 1;
  fill.calls = 1;
  (globalThis as { cache?: unknown }).cache = cache;
}
`,
    });
    const { memory, clock } = startProcess();
    expect(memory.changed()).toEqual([]);
    const own = memory.own(fill);
    clock.advance(5);
    expect(memory.changed()).toEqual([]);
    own();
    expect(memory.changed()).toEqual([
      `cache (${folder}/exercise.ts:3)`,
      `last (${folder}/exercise.ts:4)`,
      `weak (${folder}/exercise.ts:5)`,
      `failure (${folder}/exercise.ts:7)`,
      `Kept (${folder}/exercise.ts:11)`,
      `fill (${folder}/exercise.ts:12)`,
      `used (${folder}/keys.ts:1)`,
      "globalThis.cache",
    ]);
    expect((globalThis as { cache?: unknown }).cache).toBeUndefined();
    expect(new ModuleMemory(startProcess().globals).changed()).toEqual([]);
  });

  it("includes a lock that it held: the next process finds it open, and nothing waits for it for ever", async () => {
    const { job } = await exercise({
      "exercise.ts": `
        import { defineJob } from "#jobs";
        let last = Promise.resolve();
        export const job = defineJob({
          name: "lock",
          async perform(_args, _job, shop) {
            const turn = last;
            let open;
            last = new Promise((resolve) => (open = resolve));
            await turn;
            const [order] = await shop.orders.all().toArray();
            await shop.payments.charge(order, { key: "charge:1" });
            open();
          },
        });
      `,
    });
    const run = await simulate(job, { ...orders(1), faults: [crash({ after: "charge 1" })] });
    expect([run.end, run.effects.map(({ effect }) => effect)]).toEqual(["finished", ["charge 1"]]);
    expect(run.forgotten).not.toEqual([]);
    // Whether a shared memory had helped is not known: there the lock stays closed.
    expect(run.remembering).toBeUndefined();
  });
});
