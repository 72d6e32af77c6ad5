// Checks that every starter is unsolved, and fails first at the declared spec and for the declared reason: a starter that
// does not compile, or that fails by accident, teaches nothing. For maintainers and CI; a learner's progress breaks it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { declaredLessons, factsOf } from "#catalogue";
import { createVitest, type TestModule } from "vitest/node";

const lessons = readdirSync("lessons").filter((name) => existsSync(`lessons/${name}/exercise.spec.ts`));
const vitest = await createVitest("test", { watch: false, project: ["lessons"], reporters: [{}] });
const { testModules } = await vitest.start();
const complaints = (await Promise.all(lessons.map(complaintAbout))).filter((one) => one !== undefined);
await vitest.close();
process.exitCode = complaints.length > 0 ? 1 : 0;
for (const complaint of complaints) console.error(complaint);
if (complaints.length === 0) console.log(`${lessons.length} of ${lessons.length} starters fail at their first spec.`);

async function complaintAbout(lesson: string): Promise<string | undefined> {
  const module = testModules.find(({ moduleId }) => moduleId.includes(`/lessons/${lesson}/`));
  if (!module) return `${lesson}: its spec did not run.`;
  if (!declaredLessons().includes(lesson)) return `${lesson}: declare it in src/catalogue/lessons/${lesson}.ts.`;
  const kept = `src/catalogue/starters/${lesson}.ts`;
  if (!existsSync(kept) || readFileSync(kept, "utf8") !== readFileSync(`lessons/${lesson}/exercise.ts`, "utf8")) {
    return `${lesson}: reset would bring another starter back. Type: cp lessons/${lesson}/exercise.ts ${kept}`;
  }
  const declared = (await factsOf(lesson)).starterFailsAt;
  const [first] = failuresOf(module);
  if (!first)
    return `${lesson}: the starter passes all its specs. Take the solution out of lessons/${lesson}/exercise.ts.`;
  if (first.title !== declared) return `${lesson}: the starter fails first at "${first.title}", not at "${declared}".`;
  if (!first.message.includes("Not written yet"))
    return `${lesson}: the starter fails for another reason:\n${first.message}`;
  return undefined;
}

function failuresOf(module: TestModule): readonly { readonly title: string; readonly message: string }[] {
  return [...module.children.allTests("failed")].map((spec) => ({
    title: spec.fullName,
    message: spec.result().errors?.[0]?.message ?? "",
  }));
}
