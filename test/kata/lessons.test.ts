// Finding lessons in a folder, and the lesson that somebody means.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseLesson, findLessons } from "../../src/kata/lessons.ts";
import { makeRepository, removeRepository } from "./fixture-repository.ts";

describe("finding lessons", () => {
  let root = "";
  beforeAll(() => {
    root = makeRepository({
      "lessons/10-throttling/README.md": "# Lesson 10: Throttling\n",
      "lessons/10-throttling/exercise.spec.ts": "",
      "lessons/02-steps/README.md": "Intro first.\n\n## 02 · Steps that are skipped ##\n\ntext\n",
      "lessons/02-steps/exercise.ts": "",
      "lessons/03-cursors/exercise.ts": "",
      "lessons/04-ten/README.md": "# 10 things about nesting\n",
      "lessons/notes/README.md": "# Not a lesson\n",
      "lessons/README.md": "# Not a lesson either\n",
    });
    mkdirSync(join(root, "lessons/05-empty"));
  });
  afterAll(() => removeRepository(root));

  it("sorts by number, takes the title from the README, without the lesson's own number", () => {
    expect(findLessons(root).map(({ number, name, title }) => ({ number, name, title }))).toEqual([
      { number: 2, name: "02-steps", title: "Steps that are skipped" },
      { number: 3, name: "03-cursors", title: "03-cursors" },
      { number: 4, name: "04-ten", title: "10 things about nesting" },
      { number: 10, name: "10-throttling", title: "Throttling" },
    ]);
  });

  it.each([
    ["3", "03-cursors"],
    ["03", "03-cursors"],
    ["03-cursors", "03-cursors"],
    ["cursors", "03-cursors"],
    ["Cursors", "03-cursors"],
    ["lessons/03-cursors/", "03-cursors"],
    ["10", "10-throttling"],
    ["1", undefined],
    ["curs", undefined],
    ["", undefined],
  ])("%j means %s", (wanted, name) => {
    expect(chooseLesson(findLessons(root), wanted)?.name).toBe(name);
  });

  it("finds none where there is no folder lessons/", () => {
    const empty = makeRepository({});
    rmSync(join(empty, "lessons"), { recursive: true, force: true });
    expect(findLessons(empty)).toEqual([]);
    removeRepository(empty);
  });
});
