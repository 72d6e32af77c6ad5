// The table of what finds what says what it is there to say, nobody changed it by hand, and no way of testing cries wolf.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lessonsWithMistakes } from "../wrong-solutions/subjects.ts";
import { isSealed, measureAnew, readMeasured } from "./measured.ts";
import { faultsNeeded, matrixFile, matrixPage, onlyWithoutFinally, rowsOf, unseenMistakes } from "./page.ts";

const measured = readMeasured();
const rows = rowsOf(measured);
const needing = (faults: number) => rows.filter((row) => faultsNeeded(row) === faults);
const nothing = {
  byHand: false,
  everySigterm: false,
  everyThrownCrash: false,
  everyCrash: false,
  everyRefusal: false,
  everyLostAnswer: false,
};

test("what is kept was written by npm run matrix, and not changed since", () => {
  expect(isSealed(measured), measureAnew).toBe(true);
  expect(Object.keys(measured.lessons), measureAnew).toEqual(lessonsWithMistakes());
});

test("the page shows what is kept", async () => {
  expect(readFileSync(matrixFile, "utf8"), measureAnew).toBe(await matrixPage(measured));
});

test("the explorer finds every mistake, but for those that a lesson declares to be out of its sight", async () => {
  const missed = rows.filter(({ story }) => !story).map(({ lesson, name }) => `${lesson}/${name}`);
  expect(missed.toSorted()).toEqual(Object.keys(await unseenMistakes(lessonsWithMistakes())).toSorted());
});

test("three mistakes or more need two faults and one or more needs three, which no single fault finds", () => {
  expect(needing(2).length).toBeGreaterThanOrEqual(3);
  expect(needing(3).length).toBeGreaterThanOrEqual(1);
  for (const row of [...needing(2), ...needing(3)]) expect(row).toMatchObject(nothing);
});

test("some mistakes show only because finally does not run", () => {
  expect(rows.filter(onlyWithoutFinally).length).toBeGreaterThanOrEqual(1);
});

test("no way of testing finds fault with a right solution", () => {
  const answers = Object.values(measured.lessons).flatMap((lesson) => Object.entries(lesson.answers));
  expect(answers.length).toBeGreaterThan(lessonsWithMistakes().length);
  for (const [name, { findings, chance }] of answers) {
    expect({ name, ...findings, chance }).toEqual({ name, ...nothing, chance: 0 });
  }
});
