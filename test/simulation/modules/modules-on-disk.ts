// Exercises that are written for one test, where exercises are expected: they are read as any exercise is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ModuleMemory, processGlobals } from "#simulation/modules";
import { VirtualClock } from "#simulation";
import { afterAll } from "vitest";

type Module = Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- the text is in the test

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * @param files name → text; the one to import is exercise.ts
 * @returns what it exports, and the path of its folder from the root of the repository
 */
export async function exercise(files: Readonly<Record<string, string>>): Promise<Module & { readonly folder: string }> {
  mkdirSync(".kata", { recursive: true });
  const folder = mkdtempSync(join(".kata", "modules-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const module = (await import(resolve(folder, "exercise.ts"))) as Module;
  return Object.assign(Object.create(module) as Module, { folder: folder.replaceAll("\\", "/") });
}

/** A process that begins now. */
export function startProcess(clock = new VirtualClock()) {
  const calls = { timeRead: 0, timerSet: 0, uncaught: [] as unknown[] };
  const globals = processGlobals({
    clock,
    timeRead: () => (calls.timeRead += 1),
    timerSet: () => (calls.timerSet += 1),
    uncaught: (error) => void calls.uncaught.push(error),
  });
  return { clock, globals, calls, memory: new ModuleMemory(globals) };
}
