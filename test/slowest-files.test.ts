// What the end of npm test says about time.
import { expect, test } from "vitest";
import { slowestLines } from "./slowest-files.ts";

const took = (file: string, seconds: number) => ({
  moduleId: `/kata/test/${file}`,
  project: { name: "test" },
  diagnostic: () => ({ collectDuration: 100, setupDuration: 0, duration: seconds * 1_000 - 100 }),
});

test("the slowest file comes first, with the time that it took", () => {
  expect(slowestLines([took("a.test.ts", 2), took("b.test.ts", 30.04), took("c.test.ts", 10)], "/kata")).toEqual([
    "   30.0 s  test  test/b.test.ts",
    "   10.0 s  test  test/c.test.ts",
    "    2.0 s  test  test/a.test.ts",
  ]);
});

test("there are at most twelve lines", () => {
  const modules = Array.from({ length: 40 }, (_, number) => took(`${number}.test.ts`, number + 1));
  expect(slowestLines(modules, "/kata")).toHaveLength(12);
});
