// Exercises in plain Node with tsx, without vitest: in a repository whose path holds what a URL would take for its own.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const exercise = `// A comment that goes away.
import { defineJob } from "#jobs";
import { keys } from "./keys.ts";

interface Gone { a: number }

export let count = 0;
export const job = defineJob({ name: "count", async perform() {} });
export const next = (): number => keys.add((count += 1)).size;
export function fail(): never {
  throw new Error("in line 11");
}
`;

const program = `
import { defineJob } from "#jobs";
import { ModuleMemory, processGlobals, registerFreshModules } from "#simulation/modules";
registerFreshModules();
const { fail, job, next } = await import("./lessons/02-steps/exercise.ts");
const time = { clock: { now: () => 0, after: () => () => {} }, timeRead() {}, timerSet() {} };
const [first, second] = [new ModuleMemory(processGlobals(time)), new ModuleMemory(processGlobals(time))];
const linesOf = (fails: () => never): readonly string[] => {
  try { return fails(); } catch (error) { return [...(error as Error).stack!.matchAll(/exercise\\.ts:(\\d+)/g)].map(([, line]) => line!); }
};
console.log(JSON.stringify({
  counts: [first.own(next)(), first.own(next)(), second.own(next)(), next()],
  isAnew: first.own(job) !== job,
  isJob: Object.getPrototypeOf(first.own(job)) === Object.getPrototypeOf(defineJob({ name: "x", async perform() {} })),
  lines: [linesOf(fail), linesOf(first.own(fail))],
  changed: first.changed(),
}));
`;

it("are evaluated anew for each process", () => {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "kata-")));
  const root = join(parent, "50 % #1 lessons");
  try {
    for (const folder of ["src/jobs", "src/simulation/modules", "package.json"]) {
      cpSync(folder, join(root, folder), { recursive: true });
    }
    symlinkSync(resolve("node_modules"), join(root, "node_modules"));
    mkdirSync(join(root, "lessons/02-steps"), { recursive: true });
    writeFileSync(join(root, "lessons/02-steps/exercise.ts"), exercise);
    writeFileSync(join(root, "lessons/02-steps/keys.ts"), "export const keys = new Set();\n");
    writeFileSync(join(root, "program.ts"), program);
    const args = ["--import", "tsx", join(root, "program.ts")];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      counts: [1, 2, 1, 1],
      isAnew: true,
      isJob: true,
      lines: [["11"], ["11"]],
      changed: ["count (lessons/02-steps/exercise.ts:7)", "keys (lessons/02-steps/keys.ts:1)"],
    });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
