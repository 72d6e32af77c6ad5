// Exercises are replaced whole, what was there is kept, and a process that is killed in between leaves nothing half done.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { changeExercises, finishChanges, keptAside } from "../../src/kata/exercises.ts";
import type { Lesson } from "../../src/kata/lessons.ts";

const now = new Date("2026-11-30T19:40:00Z");
const names = ["01-one", "02-two", "03-three"];
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kata-exercises-"));
  for (const name of names) {
    mkdirSync(join(root, "lessons", name), { recursive: true });
    writeFileSync(join(root, "lessons", name, "exercise.ts"), `mine ${name}`);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const lessonsIn = (folder: string): readonly Lesson[] =>
  names.map((name, index) => ({ number: index + 1, name, folder: join(folder, "lessons", name), title: name }));
const changes = (folder: string) => lessonsIn(folder).map((lesson) => ({ lesson, text: `new ${lesson.name}` }));
const textsIn = (folder: string) =>
  names.map((name) => readFileSync(join(folder, "lessons", name, "exercise.ts"), "utf8").split(" ")[0]);

it("puts the new texts in, and keeps what was there under the time of day", () => {
  const changed = changeExercises(root, changes(root), now);
  expect(textsIn(root)).toEqual(["new", "new", "new"]);
  expect(changed.map(({ kept }) => kept)).toEqual(names.map((name) => `.kata/aside/${name}/2026-11-30T19-40-00.ts`));
  expect(readFileSync(join(root, ".kata/aside/02-two/2026-11-30T19-40-00.ts"), "utf8")).toBe("mine 02-two");
  expect(existsSync(join(root, ".kata/changes.json"))).toBe(false);
});

it("keeps nothing of what stays the same", () => {
  changeExercises(root, changes(root), now);
  expect(changeExercises(root, changes(root), now).map(({ kept }) => kept)).toEqual([undefined, undefined, undefined]);
});

it("keeps several texts of one second apart, the newest first", () => {
  const [lesson] = lessonsIn(root) as [Lesson];
  for (const text of ["a", "b", "c"]) changeExercises(root, [{ lesson, text }], now);
  for (let time = 0; time < 9; time += 1) changeExercises(root, [{ lesson, text: `d${time}` }], now);
  changeExercises(root, [{ lesson, text: "e" }], new Date("2026-11-30T19:39:59Z"));
  const texts = keptAside(root, lesson).map((path) => readFileSync(join(root, path), "utf8"));
  expect(texts).toEqual(["d7", "d6", "d5", "d4", "d3", "d2", "d1", "d0", "c", "b", "a", "mine 01-one", "d8"]);
});

/** What a process that is killed has left, for every call of the file system at which it may be. */
function* killedAnywhere(): Generator<string> {
  const fs = createRequire(import.meta.url)("node:fs") as Record<string, (...args: unknown[]) => unknown>;
  const calls = ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync", "mkdirSync"];
  for (let last = 0; ; last += 1) {
    const folder = mkdtempSync(join(tmpdir(), "kata-killed-"));
    cpSync(root, folder, { recursive: true });
    let count = 0;
    let isKilled = false;
    const real = Object.fromEntries(calls.map((name) => [name, fs[name]]));
    for (const name of calls) {
      fs[name] = (...args) => {
        count += 1;
        // Killed while it writes, a process has written a part.
        if (!isKilled && count > last && name === "writeFileSync") {
          real[name]?.(args[0], String(args[1]).slice(0, 2));
        }
        isKilled ||= count > last;
        // A killed process does nothing any more, not even in its handlers of errors.
        if (isKilled) throw new Error("killed");
        return real[name]?.(...args);
      };
    }
    syncBuiltinESMExports();
    try {
      changeExercises(folder, changes(folder), now);
    } catch {
      // Killed.
    } finally {
      Object.assign(fs, real);
      syncBuiltinESMExports();
    }
    yield folder;
    rmSync(folder, { recursive: true });
    if (!isKilled) return;
  }
}

it("killed anywhere, all exercises are old or all are new when the next one has looked, and the old texts are kept", () => {
  const seen: string[] = [];
  for (const folder of killedAnywhere()) {
    finishChanges(folder);
    const texts = textsIn(folder).join(" ");
    expect(["mine mine mine", "new new new"]).toContain(texts);
    const least = texts.startsWith("new") ? 1 : 0;
    for (const lesson of lessonsIn(folder)) expect(keptAside(folder, lesson).length).toBeGreaterThanOrEqual(least);
    seen.push(texts);
  }
  // The first one was killed at once, the last one not at all.
  expect([seen[0], seen.at(-1)]).toEqual(["mine mine mine", "new new new"]);
  expect(seen.length).toBeGreaterThan(40);
});

it.each(["{", "null", "7", ""])("a plan that somebody has edited to %j changes nothing, and is gone", (text) => {
  mkdirSync(join(root, ".kata"));
  writeFileSync(join(root, ".kata/changes.json"), text);
  finishChanges(root);
  expect(textsIn(root)).toEqual(["mine", "mine", "mine"]);
  expect(existsSync(join(root, ".kata/changes.json"))).toBe(false);
});

it("killed in the middle, an exercise that was edited since stays as it was edited", () => {
  for (const folder of killedAnywhere()) {
    const before = textsIn(folder);
    if (before.join() === "mine,mine,mine" || before.join() === "new,new,new") continue;
    writeFileSync(join(folder, "lessons", "03-three", "exercise.ts"), "edited since");
    finishChanges(folder);
    expect(textsIn(folder)).toEqual(["new", "new", "edited"]);
    return;
  }
  expect.unreachable();
});
