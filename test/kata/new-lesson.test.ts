// npm run new-lesson in a folder of its own: what it writes, what it refuses, and that a lesson so begun is not complete.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { filesOf, namesOf } from "../new-lesson/files.ts";
import { newLesson } from "../new-lesson/new-lesson.ts";

let root = "";
const roots: string[] = [];
afterAll(() => roots.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kata new lesson "));
  roots.push(root);
  write("lessons/01-one/exercise.ts", "");
  write("lessons/03-three/exercise.ts", "");
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const files = (): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .toSorted();

const complaint = (lesson: string): string => {
  const before = files();
  try {
    newLesson(root, lesson);
  } catch (error) {
    expect(files()).toEqual(before);
    return (error as Error).message;
  }
  return "none";
};

it("writes every file that a lesson consists of, and nothing else", () => {
  const before = files();
  const written = newLesson(root, "02-dead-letters");
  expect(files()).toEqual([...before, ...written].toSorted());
  expect(written.map((path) => path.replace("02-dead-letters", "NN"))).toEqual([
    "lessons/NN/README.md",
    "lessons/NN/exercise.ts",
    "lessons/NN/exercise.spec.ts",
    "solutions/NN/README.md",
    "solutions/NN/exercise.ts",
    "src/catalogue/lessons/NN.ts",
    "src/catalogue/starters/NN.ts",
    "test/wrong/NN/does-nothing.ts",
    "test/wrong-solutions/NN.test.ts",
    "test/solutions/NN.test.ts",
  ]);
  expect(namesOf("02-dead-letters")).toMatchObject({
    title: "Dead letters",
    wire: "dead_letters_job",
    export: "deadLettersJob",
  });
});

it("names the first spec wherever it is declared, and the job by one name", () => {
  const texts = filesOf("02-dead-letters");
  const first = /^it\("([^"]+)"/m.exec(texts["lessons/02-dead-letters/exercise.spec.ts"] ?? "")?.[1] as string;
  expect(texts["src/catalogue/lessons/02-dead-letters.ts"]).toContain(`starterFailsAt: "${first}"`);
  expect(texts["test/wrong/02-dead-letters/does-nothing.ts"]).toContain(`caughtBy = "${first}"`);
  for (const path of ["lessons/02-dead-letters", "solutions/02-dead-letters"]) {
    expect(texts[`${path}/exercise.ts`]).toContain("export const deadLettersJob = defineJob({");
  }
});

it("leaves each file that has to be written red: a gap in a text, an error in code", () => {
  const open = Object.entries(filesOf("02-two")).filter(([, text]) => /TODO|Not written yet/.test(text));
  expect(open.map(([path]) => path)).toEqual([
    "lessons/02-two/README.md",
    "lessons/02-two/exercise.ts",
    "lessons/02-two/exercise.spec.ts",
    "solutions/02-two/README.md",
    "solutions/02-two/exercise.ts",
    "src/catalogue/lessons/02-two.ts",
    "src/catalogue/starters/02-two.ts",
    "test/solutions/02-two.test.ts",
  ]);
});

it.each([
  ["03-other", "The number 03 is taken by 03-three: the next free one is 04."],
  ["02-three", 'There is a lesson 03-three already, and "three" would mean both: choose another name.'],
])("refuses what is taken: %s", (lesson, sentence) => {
  expect(complaint(lesson)).toBe(sentence);
});

it.each([
  "solutions/05-five/README.md",
  "src/catalogue/lessons/05-five.ts",
  "src/catalogue/starters/05-five.ts",
  "test/wrong/05-five/no-key.ts",
  "test/wrong-solutions/05-five.test.ts",
  "test/solutions/05-five.test.ts",
])("refuses the number of a lesson of which this is left: %s", (path) => {
  write(path, "mine");
  expect(complaint("05-new")).toBe("The number 05 is taken by 05-five: the next free one is 06.");
  expect(readFileSync(join(root, path), "utf8")).toBe("mine");
});

it.each([
  "",
  "retries",
  "6-retries",
  "00-none",
  "06",
  "06-",
  "06_retries",
  "06-Retries",
  "006-retries",
  "06-retries/",
  "../06-up",
  "06-a b",
  "06--a",
  "06-1a",
  "06-é",
  "06-$(x)",
  `06-${"a".repeat(40)}`,
])("refuses %j as a name, and says what one looks like", (lesson) => {
  expect(complaint(lesson)).toBe(
    `${JSON.stringify(lesson)} is no name of a lesson: two digits, then up to 37 small letters, digits and hyphens, as in 04-dead-letters.`,
  );
});

it("leaves nothing behind when a file cannot be written", () => {
  // A file where a folder has to be.
  write("test/wrong", "");
  expect(complaint("02-two")).toMatch(/cannot be written \(\w+\): mend that, and ask again; nothing was left\.$/);
  expect(existsSync(join(root, "lessons/02-two"))).toBe(false);
});
