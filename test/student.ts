// npm run student: every lesson as a learner meets it, in a clone of the last commit whose path has spaces in it. The starter
// is red; with the solution in its place npm run lesson ends with 0. For CI, on each system and each version of Node.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const above = mkdtempSync(join(tmpdir(), "a learner's kata "));
const root = join(above, "kata");
// npm itself and no shell: a shell would need other quotes on each system.
const npm = process.env["npm_execpath"];
if (!npm) throw new Error("Start it with npm run student: it needs to know where npm is.");

/** A busy machine hangs in no lesson: it gets a minute, where a learner's gets ten seconds. */
const env = { ...process.env, KATA_WATCHDOG_MS: "60000" };

const run = (program: string, ...words: string[]) => spawnSync(program, words, { cwd: root, env, encoding: "utf8" });

const lesson = (number: number) => run(process.execPath, npm, "run", "--silent", "lesson", String(number));

function complaintsAbout(name: string): readonly string[] {
  const number = Number.parseInt(name, 10);
  const exercise = join(root, "lessons", name, "exercise.ts");
  const before = lesson(number);
  copyFileSync(join(root, "solutions", name, "exercise.ts"), exercise);
  let after = lesson(number);
  // A spec has 5 seconds, and a busy machine is no failure.
  for (let tries = 1; after.status === 1 && tries < 3; tries += 1) after = lesson(number);
  return [
    ...(before.status === 1 ? [] : [`${name}: the starter ends with ${before.status}, not 1.\n${before.stderr}`]),
    ...(after.status === 0
      ? []
      : [`${name}: solved, it ends with ${after.status}, not 0.\n${after.stdout}${after.stderr}`]),
  ];
}

try {
  const clone = spawnSync("git", ["clone", "--quiet", process.cwd(), root], { encoding: "utf8" });
  if (clone.status !== 0) throw new Error(`The last commit cannot be cloned: ${clone.stderr}`);
  symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"), "junction");
  const lessons = readdirSync(join(root, "lessons")).filter((name) =>
    existsSync(join(root, "lessons", name, "exercise.ts")),
  );
  const complaints = lessons.flatMap(complaintsAbout);
  if (complaints.length === 0) {
    const verified = run(process.execPath, npm, "run", "--silent", "kata", "--", "verify");
    if (verified.status !== 0)
      complaints.push(`All solved, verify ends with ${verified.status}, not 0.\n${verified.stdout}`);
  }
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length === 0)
    console.log(`${lessons.length} of ${lessons.length} lessons are red, and green once solved.`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
} finally {
  rmSync(above, { recursive: true, force: true });
}
