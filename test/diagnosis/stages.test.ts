// While something is left to write, an exercise looks like nothing, or like what it is.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { declaredLessons, endingsOf, knownMistakes } from "#catalogue";
import { likenessOf } from "../../src/kata/likeness.ts";
import { stages } from "./stages.ts";

// Inside the repository, so that the exercises find #jobs.
const folder = resolve(".kata", `stages-${process.pid}`);
beforeAll(() => void mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = Object.entries(stages).flatMap(([lesson, ofLesson]) => ofLesson.map((stage) => ({ lesson, ...stage })));

test.each(all)("$lesson, $title", async ({ lesson, title, text, trueOfIt }) => {
  const path = join(folder, `${lesson}-${title.replaceAll(/\W+/g, "-")}.ts`);
  writeFileSync(path, text);
  const like = await likenessOf({ lesson, path });
  const isSilentOrTrue = like === undefined || (trueOfIt?.test(like) ?? false);
  expect(isSilentOrTrue, like).toBe(true);
});

test("there are stages of each lesson that has known mistakes", () => {
  for (const lesson of declaredLessons()) expect([lesson, stages[lesson] !== undefined]).toEqual([lesson, true]);
});

test.each(declaredLessons())("the words for what ends like a mistake of %s belong to one that there is", (lesson) => {
  const names = knownMistakes(lesson)?.mistakes.map(({ mistake }) => mistake);
  expect(names).toEqual(expect.arrayContaining([...endingsOf(lesson)]));
});
