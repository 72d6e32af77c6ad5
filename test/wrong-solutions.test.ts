// Every file under test/wrong is a plausible mistake. The learner's own spec runs against each: a spec that lets a
// mistake pass is a broken spec, and a spec that catches no mistake is an idle one.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { freshModules } from "#simulation/modules";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createVitest, type TestModule } from "vitest/node";

interface Mistake {
  readonly lesson: string;
  readonly file: string;
  readonly path: string;
}

interface Outcome {
  readonly specs: readonly string[];
  readonly failed: readonly string[];
  /** What a learner who made this mistake sees first. */
  readonly message: string;
}

// LESSON=03-cursors looks at one lesson only, for whoever is writing it.
const chosen = process.env["LESSON"];
const lessons = readdirSync("test/wrong").filter((lesson) => chosen === undefined || lesson === chosen);
const mistakes = lessons.flatMap((lesson) => filesOf(lesson, "test/wrong"));
const others = lessons.flatMap((lesson) => filesOf(lesson, "solutions").filter(({ file }) => !/exercise/.test(file)));

const outcomes = new Map<string, Outcome>();
// One spec file for each subject, in one project: modules are then read once, and not once for each of them.
const workplace = resolve(".kata", `specs-${process.pid}`);

beforeAll(async () => {
  mkdirSync(workplace, { recursive: true });
  const specs = [...mistakes, ...others].map((subject) => ({ ...subject, spec: writeSpecFor(subject) }));
  const vitest = await createVitest(
    "test",
    {
      config: false,
      watch: false,
      testTimeout: 60_000,
      pool: "threads",
      isolate: false,
      reporters: [{}],
      include: [`${relative(".", workplace).replaceAll("\\", "/")}/*.spec.ts`],
    },
    { plugins: [freshModules()] },
  );
  const { testModules } = await vitest.start();
  for (const { file, spec } of specs) {
    const module = testModules.find(({ moduleId }) => moduleId.endsWith(`/${spec}`));
    if (module) outcomes.set(file, outcomeOf(module));
  }
  await vitest.close();
  rmSync(workplace, { recursive: true, force: true });
}, 300_000);

/** The learner's own spec, with nothing changed but its subject. */
function writeSpecFor({ lesson, file, path }: Mistake): string {
  const name = `${file.replaceAll(/[^a-z0-9-]/g, "-")}.spec.ts`;
  const subject = relative(workplace, path).replaceAll("\\", "/");
  const spec = readFileSync(`lessons/${lesson}/exercise.spec.ts`, "utf8");
  writeFileSync(join(workplace, name), spec.replaceAll(`"#lesson/${lesson}"`, `"${subject}"`));
  return name;
}

// The inner runs are meant to fail; that must not become the exit code of this one.
afterAll(() => {
  process.exitCode = undefined;
  console.log(lessons.map(matrixOf).join("\n\n"));
});

test.each(mistakes)("$file is caught, and first by the spec that it names", async ({ file, path }) => {
  const { caughtBy } = (await import(path)) as { caughtBy: unknown };
  expect(outcomes.get(file)?.failed[0]).toBe(caughtBy);
});

test.each(mistakes)("$file shows the message that is kept beside it", async ({ file, path }) => {
  await expect(outcomes.get(file)?.message).toMatchFileSnapshot(path.replace(/\.ts$/, ".txt"));
});

test.each(others)("$file is another right answer and passes every spec", ({ file }) => {
  expect(outcomes.get(file)?.specs.length).toBeGreaterThan(0);
  expect(outcomes.get(file)?.failed).toEqual([]);
});

describe.each(lessons)("the specs of %s", (lesson) => {
  test("each catch a mistake first", () => {
    const runs = mistakes.filter((mistake) => mistake.lesson === lesson).map(({ file }) => outcomes.get(file));
    const catching = new Set(runs.map((run) => run?.failed[0]));
    expect(runs[0]?.specs.filter((spec) => !catching.has(spec))).toEqual([]);
  });

  test("meet six mistakes or more and two other right answers or more", () => {
    expect(mistakes.filter((mistake) => mistake.lesson === lesson).length).toBeGreaterThanOrEqual(6);
    expect(others.filter((other) => other.lesson === lesson).length).toBeGreaterThanOrEqual(2);
  });
});

/** Specs × mistakes of one lesson, for people: a spec that catches nothing first has no ● in its column. */
function matrixOf(lesson: string): string {
  const own = mistakes.filter((mistake) => mistake.lesson === lesson);
  const specs = outcomes.get(own[0]?.file ?? "")?.specs ?? [];
  const sign = (failed: readonly string[], spec: string) =>
    failed[0] === spec ? "●" : failed.includes(spec) ? "○" : "·";
  return [
    `${lesson}: ● the spec that fails first, ○ others that fail`,
    ...specs.map((spec, index) => `  ${String(index + 1).padStart(2)}  ${spec}`),
    ...own.map(({ file }) => {
      const failed = outcomes.get(file)?.failed ?? [];
      const signs = specs.map((spec) => sign(failed, spec)).join(" ");
      return `  ${basename(file, ".ts").padEnd(36)} ${signs}`;
    }),
  ].join("\n");
}

function filesOf(lesson: string, folder: string): readonly Mistake[] {
  return readdirSync(`${folder}/${lesson}`)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ lesson, file: `${folder}/${lesson}/${file}`, path: resolve(folder, lesson, file) }));
}

function outcomeOf(module: TestModule): Outcome {
  const titles = (state?: "failed") => [...module.children.allTests(state)].map((spec) => spec.fullName);
  const [first] = module.children.allTests("failed");
  const message = first?.result().errors?.[0]?.message ?? "";
  return { specs: titles(), failed: titles("failed"), message: `${message}\n` };
}
