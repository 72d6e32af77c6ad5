// The time, the timers and the global object that an exercise has from its process.
import { describe, expect, it, vi } from "vitest";
import { exercise, startProcess } from "./modules-on-disk.ts";

const MORNING = Date.UTC(2026, 10, 22, 8);

/** The module's exports, as a process sees them. */
async function inProcess(text: string) {
  const { all } = await exercise({ "exercise.ts": text });
  const process = startProcess();
  return { ...process, all: process.memory.own(all)(), real: all };
}

describe("Date", () => {
  it("is the virtual clock where it means now", async () => {
    const { all, clock } = await inProcess(`
      export const all = () => ({
        now: () => [Date.now(), new Date().getTime(), +new globalThis.Date(), Date.parse(Date())],
        today: () => new Date().toISOString().slice(0, 10),
        other: [new Date(5).getTime(), new Date(2020, 1, 2).getMonth(), Date.parse("2020-01-01"), Date.UTC(2020, 0)],
      });
    `);
    expect(all.now()).toEqual(Array.from({ length: 4 }, () => MORNING));
    clock.advance(24 * 3_600_000);
    expect(all.now()).toEqual(Array.from({ length: 4 }, () => MORNING + 24 * 3_600_000));
    expect(all.today()).toBe("2026-11-23");
    expect(all.other).toEqual([5, 1, Date.parse("2020-01-01"), Date.UTC(2020, 0)]);
  });

  it("makes dates that are dates for everybody", async () => {
    const { all } = await inProcess(`
      class Day extends Date { get day() { return this.toISOString().slice(0, 10); } }
      export const all = () => ({ date: new Date(), isDate: (date) => date instanceof Date, day: new Day() });
    `);
    expect(all.date).toBeInstanceOf(Date);
    expect(all.isDate(new Date())).toBe(true);
    expect(all.day.day).toBe("2026-11-22");
  });

  it("is the real one until there is a process", async () => {
    const { real } = await inProcess("export const all = () => Date.now();");
    expect(Math.abs(real() - Date.now())).toBeLessThan(60_000);
  });

  it("tells when it is looked at for the time, and only then", async () => {
    const { all, calls } = await inProcess(`
      export const all = () => ({ not: () => [new Date(5), Date.parse("2020"), Date], does: () => [Date.now(), new Date(), Date(), performance.now()] });
    `);
    all.not();
    expect(calls).toMatchObject({ timeRead: 0, timerSet: 0 });
    all.does();
    expect(calls).toMatchObject({ timeRead: 4, timerSet: 0 });
  });
});

it("performance begins with the process", async () => {
  const { all } = await exercise({
    "exercise.ts": `
      import { performance as imported } from "node:perf_hooks";
      export const all = () => [performance.now(), imported.now(), performance.timeOrigin, typeof performance.mark];
    `,
  });
  const { clock } = startProcess();
  clock.advance(1_000);
  const { memory } = startProcess(clock);
  memory.own(all);
  clock.advance(20);
  expect(memory.own(all)()).toEqual([20, 20, MORNING + 1_000, "function"]);
});

describe("timers", () => {
  const timers = `
    export const all = () => ({ setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate });
  `;

  it("fire when the clock is moved on, in order, with what they were given", async () => {
    const { all, clock, calls } = await inProcess(timers);
    const log: unknown[] = [];
    const note = (...given: unknown[]): void => void log.push([clock.now(), ...given]);
    all.setTimeout(note, 20, "b", 2);
    all.setTimeout(note, 10, "a");
    all.setImmediate(note, "at once");
    const interval = all.setInterval(note, 8, "every 8");
    expect(log).toEqual([]);
    clock.advance(20);
    all.clearInterval(interval);
    clock.advance(100);
    expect(log).toEqual([
      [0, "at once"],
      [8, "every 8"],
      [10, "a"],
      [16, "every 8"],
      [20, "b", 2],
    ]);
    expect(calls.timerSet).toBeGreaterThanOrEqual(4);
    expect(calls.timeRead).toBe(calls.timerSet);
  });

  it.each([undefined, null, 0, -5, Number.NaN, "x", Infinity, 2 ** 31])(
    "take a delay of %s for 1 ms",
    async (delay) => {
      const { all, clock } = await inProcess(timers);
      const callback = vi.fn<() => void>();
      all.setTimeout(callback, delay);
      clock.advance(0.5);
      expect(callback).not.toHaveBeenCalled();
      clock.advance(0.5);
      expect(callback).toHaveBeenCalledOnce();
    },
  );

  it("can be cleared by what they gave back or by its number, and are what Node's are", async () => {
    const { all, clock } = await inProcess(timers);
    const callback = vi.fn<() => void>();
    const timer = all.setTimeout(callback, 5);
    expect([timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef()]).toEqual([true, false, true]);
    all.clearTimeout(timer);
    all.clearTimeout(+all.setTimeout(callback, 5));
    all.clearTimeout(`${all.setTimeout(callback, 5)}`);
    all.clearImmediate(all.setImmediate(callback));
    all.setTimeout(callback, 5).close();
    for (const odd of [undefined, null, {}, "x", 99]) all.clearTimeout(odd);
    clock.advance(10);
    expect(callback).not.toHaveBeenCalled();
    const later = all.setTimeout(callback, 5);
    clock.advance(4);
    later.refresh();
    clock.advance(4);
    expect(callback).not.toHaveBeenCalled();
    clock.advance(1);
    expect(callback).toHaveBeenCalledOnce();
    expect(() => all.setTimeout("code", 1)).toThrow(TypeError);
  });

  it("tell what their callback throws, which nobody can catch", async () => {
    const { all, clock, calls } = await inProcess(timers);
    all.setTimeout(() => {
      throw new Error("in a timer");
    }, 1);
    clock.advance(1);
    expect(calls.uncaught).toEqual([new Error("in a timer")]);
  });

  it("of a process that has ended never fire", async () => {
    const { all, clock, globals } = await inProcess(timers);
    const callback = vi.fn<() => void>();
    all.setTimeout(callback, 5);
    all.setInterval(callback, 5);
    globals.end();
    all.setTimeout(callback, 5);
    clock.advance(100);
    expect(callback).not.toHaveBeenCalled();
  });
});

describe("promises of timers", () => {
  const promises = `
    import { setTimeout as sleep, setImmediate as soon, setInterval as each, scheduler } from "node:timers/promises";
    import timers from "timers/promises";
    import * as plain from "node:timers";
    import { promisify } from "node:util";
    export const all = () => ({ sleep, soon, each, scheduler, timers, plain, promised: promisify(setTimeout), AbortSignal });
  `;

  it("are kept when the clock gets there, with their value", async () => {
    const { all, clock } = await inProcess(promises);
    const kept: unknown[] = [];
    const waiting = Promise.all([
      all.sleep(10, "ten").then((value: unknown) => kept.push(value)),
      all.timers.setTimeout(20, "twenty").then((value: unknown) => kept.push(value)),
      all.scheduler.wait(30).then((value: unknown) => kept.push(value)),
      all.promised(40, "forty").then((value: unknown) => kept.push(value)),
      all.soon("soon").then((value: unknown) => kept.push(value)),
    ]);
    await Promise.resolve();
    expect(kept).toEqual([]);
    clock.advance(15);
    await new Promise(setImmediate);
    expect(kept).toEqual(["soon", "ten"]);
    clock.advance(15);
    await new Promise(setImmediate);
    clock.advance(10);
    await waiting;
    expect(kept).toEqual(["soon", "ten", "twenty", undefined, "forty"]);
    const steps = all.each(5, "step");
    const step = steps.next();
    clock.advance(5);
    expect(await step).toEqual({ done: false, value: "step" });
    expect(all.plain.setTimeout).not.toBe(setTimeout);
  });

  it("are broken by a signal, as Node's are, and leave nothing behind", async () => {
    const { all, clock } = await inProcess(promises);
    const controller = new AbortController();
    const waiting = all.sleep(10, "ten", { signal: controller.signal });
    controller.abort("SIGTERM");
    await expect(waiting).rejects.toMatchObject({ name: "AbortError", code: "ABORT_ERR", cause: "SIGTERM" });
    await expect(all.sleep(10, "ten", { signal: controller.signal })).rejects.toThrow("The operation was aborted");
    const { signal } = new AbortController();
    const [listen, forget] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
    const kept = all.sleep(10, "ten", { signal });
    clock.advance(10);
    expect(await kept).toBe("ten");
    expect(forget.mock.calls.length).toBe(listen.mock.calls.length);
  });

  it("include AbortSignal.timeout", async () => {
    const { all, clock } = await inProcess(promises);
    const signal = all.AbortSignal.timeout(50);
    expect(signal).toBeInstanceOf(AbortSignal);
    clock.advance(49);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.reason.name).toBe("TimeoutError");
    expect(all.AbortSignal.abort().aborted).toBe(true);
  });
});

it("keeps what is put on the global object within the process", async () => {
  const { all } = await inProcess(`
    export const all = () => {
      globalThis.mine = 1;
      global.yours = 2;
      Object.defineProperty(globalThis, "ours", { value: 3 });
      const seen = [globalThis.mine, globalThis.yours, globalThis.ours, "mine" in globalThis, global === globalThis.global];
      delete globalThis.mine;
      globalThis.crypto = { randomUUID: () => "mine" };
      return { seen, gone: globalThis.mine, same: globalThis.Math === Math, crypto: globalThis.crypto.randomUUID() };
    };
  `);
  expect(all).toEqual({ seen: [1, 2, 3, true, true], gone: undefined, same: true, crypto: "mine" });
  expect(crypto.randomUUID()).toHaveLength(36);
  expect(Object.keys(globalThis).filter((name) => /^(?:mine|yours|ours)$/.test(name))).toEqual([]);
});

it("gives way to what a module calls by the same name", async () => {
  const { all } = await inProcess(`
    const performance = "mine";
    export const all = () => ((Date) => [performance, Date])("given");
  `);
  expect(all).toEqual(["mine", "given"]);
});
