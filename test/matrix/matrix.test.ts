// The table of what finds what is true today, says what it is there to say, and no way of testing cries wolf.
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { type MatrixRow, measureMistakes, measureSolutions, unseenMistakes } from "./matrix.ts";
import { matrixFile, matrixPage, onlyWithoutFinally } from "./page.ts";

let rows: readonly MatrixRow[] = [];
beforeAll(async () => {
  rows = await measureMistakes(0);
}, 300_000);

const needing = (faults: number) => rows.filter(({ story }) => story?.length === faults);

/** A page without the column of random schedules, which takes minutes: npm run matrix -- --check looks at that, too. */
const withoutChance = (page: string): string =>
  page
    .split("\n")
    .map((line) => (line.startsWith("|") ? line.split("|").toSpliced(8, 1).join("|") : line))
    .join("\n");

test("the table that is kept is what the code gives now; npm run matrix writes it anew", async () => {
  const page = matrixPage(rows, await unseenMistakes());
  expect(withoutChance(readFileSync(matrixFile, "utf8"))).toBe(withoutChance(page));
});

test("the explorer finds every mistake, but for those that a lesson declares to be out of its sight", async () => {
  const missed = rows.filter(({ story }) => !story).map(({ lesson, name }) => `${lesson}/${name}`);
  expect(missed.toSorted()).toEqual(Object.keys(await unseenMistakes()).toSorted());
});

test("three mistakes or more need two faults and one or more needs three, which no single fault finds", () => {
  expect(needing(2).length).toBeGreaterThanOrEqual(3);
  expect(needing(3).length).toBeGreaterThanOrEqual(1);
  for (const row of [...needing(2), ...needing(3)]) {
    expect(row).toMatchObject({
      byHand: false,
      everySigterm: false,
      everyThrownCrash: false,
      everyCrash: false,
      everyRefusal: false,
      everyLostAnswer: false,
    });
  }
});

test("some mistakes show only because finally does not run", () => {
  expect(rows.filter(onlyWithoutFinally).length).toBeGreaterThanOrEqual(1);
});

test("no way of testing finds fault with a right solution", { timeout: 120_000 }, async () => {
  const right = readdirSync("solutions").flatMap((lesson) =>
    readdirSync(`solutions/${lesson}`)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({ lesson, path: `solutions/${lesson}/${file}` })),
  );
  const nothing = {
    story: undefined,
    byHand: false,
    everySigterm: false,
    everyThrownCrash: false,
    everyCrash: false,
    everyRefusal: false,
    everyLostAnswer: false,
    chance: 0,
  };
  expect(right.length).toBeGreaterThan(0);
  for (const found of await measureSolutions(right)) {
    expect(found).toEqual({ lesson: found.lesson, name: found.name, ...nothing });
  }
});
