// What each simple builder yields, from the start and from a cursor on, and what it refuses.
import { describe, expect, it } from "vitest";
import { CursorBeyondEndError, CursorShapeError, Enumerate, EnumerationError, type Json } from "#jobs";
import { pairsOf, runThroughInAllWays } from "./setting.ts";

const from = (cursor?: Json) => new Enumerate(cursor);

describe("array", () => {
  it.each<[Json | undefined, readonly unknown[]]>([
    [
      undefined,
      [
        ["x", 0],
        ["y", 1],
        ["z", 2],
      ],
    ],
    [
      null,
      [
        ["x", 0],
        ["y", 1],
        ["z", 2],
      ],
    ],
    [
      0,
      [
        ["y", 1],
        ["z", 2],
      ],
    ],
    [2, []],
  ])("begins after cursor %j", async (cursor, pairs) => {
    expect(await pairsOf(from(cursor).array(["x", "y", "z"]))).toEqual(pairs);
  });

  it("refuses to resume when more items are done than there are now", async () => {
    expect(() => from(3).array(["x", "y", "z"])).toThrow("array cannot resume after 4 items: there are 3 now.");
    expect(() => from(7).times(3)).toThrow(CursorBeyondEndError);
    await expect(pairsOf(from(2).csv("name\na\nb\n"))).rejects.toThrow(
      "csv cannot resume after 3 items: there are 2 now.",
    );
    expect(await pairsOf(from(1).csv("name\na\nb\n"))).toEqual([]);
  });

  it("yields items that are nothing much", async () => {
    const items = [null, false, 0, "", undefined, [1, 2]];
    expect(await pairsOf(from().array(items))).toEqual(items.map((item, index) => [item, index]));
  });

  it("begins anew with every loop", async () => {
    const enumeration = from().array(["x"]);
    expect(await pairsOf(enumeration)).toEqual(await pairsOf(enumeration));
  });
});

describe("times and once", () => {
  it("count from 0", async () => {
    expect(await pairsOf(from().times(3))).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(await pairsOf(from(1).times(3))).toEqual([[2, 2]]);
    expect(await pairsOf(from().times(0))).toEqual([]);
    expect(await pairsOf(from().once())).toEqual([[0, 0]]);
    expect(await pairsOf(from(0).once())).toEqual([]);
  });
});

describe("custom", () => {
  const pages = [
    ["a", "p1"],
    ["b", "p2"],
    ["c", "p3"],
  ] as const;
  const after = (cursor: string | undefined) => pages.slice(pages.findIndex(([, page]) => page === cursor) + 1);

  it("hands over the cursor, undefined at first", async () => {
    expect(await pairsOf(from().custom(after))).toEqual(pages);
    expect(await pairsOf(from("p2").custom(after))).toEqual([["c", "p3"]]);
  });

  it("takes a null cursor for none: a list from which items are taken keeps its own place", async () => {
    const seen: (Json | undefined)[] = [];
    await pairsOf(from(null).custom((cursor: Json | undefined) => (seen.push(cursor), [])));
    expect(seen).toEqual([undefined]);
  });
});

describe.each([
  ["array", (enumerate: Enumerate) => enumerate.array(["a", "b", "c", "d"])],
  ["times", (enumerate: Enumerate) => enumerate.times(4)],
  ["once", (enumerate: Enumerate) => enumerate.once()],
  [
    "custom with objects as cursors",
    (enumerate: Enumerate) =>
      enumerate.custom(async function* (cursor: { readonly page: number } | undefined) {
        for (let page = (cursor?.page ?? 0) + 1; page <= 4; page += 1) yield [`page ${page}`, { page }] as const;
      }),
  ],
])("%s", (_name, build) => {
  it("gives each item once, wherever the job is stopped", async () => {
    const { expected, results, asked } = await runThroughInAllWays<unknown>(build);
    expect(asked).toBe(expected.length);
    for (const done of results) expect(done).toEqual(expected);
  });
});

describe("bad input", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["array of a set", () => from().array(new Set() as never), /Array needs an array; found \{\}.*records/],
    ["times of a fraction", () => from().times(1.5), /Times needs a whole number of 0 or more; found 1\.5/],
    ["times of a negative number", () => from().times(-1), /found -1/],
    ["times of NaN", () => from().times(NaN), /found NaN/],
    [
      "custom without a function",
      () => from().custom([] as never),
      /Custom needs a function of the cursor; found \[\]/,
    ],
    ["nested without levels", () => from().nested([] as never), /Nested needs one level or more; found \[\]/],
    ["nested with a list", () => from().nested([() => from().once(), [1]] as never), /also for level 2; found \[1\]/],
    ["parallel by none", () => from().parallelArray([], 0), /whole number from 1 to 10000; found 0/],
    ["parallel by a fraction", () => from().parallelArray([], 3.5), /found 3\.5/],
    ["parallel by text", () => from().parallelArray([], "3" as never), /found '3'/],
    ["parallel by a billion", () => from().parallelArray([], 1e9), /found 1000000000/],
    ["parallel of no array", () => from({ instance: 0, instances: 2 }).parallelArray("ab" as never, 2), /found 'ab'/],
    ["records of an array", () => from().records([] as never), /A source needs a method `after\(key\)`; found \[\]/],
    ["batches of 0", () => from().recordBatches({ after: () => [] } as never, { size: 0 }), /found 0/],
    ["csv of nothing", () => from().csv(undefined as never), /Csv needs CSV; found nothing/],
    ["csv of a file name", () => from().csv("orders.csv"), /not its name; found 'orders\.csv'.*createReadStream/],
    ["csv batches of 1.5", () => from().csvBatches("a\n1\n", { size: 1.5 }), /found 1\.5/],
    ["throttle of an array", () => from().throttle([] as never, { when: () => true, backoffMs: 1 }), /must be an enum/],
    [
      "throttle of a split",
      () => from().throttle(from().parallelArray([1], 2) as never, { when: () => true, backoffMs: 1 }),
      /must be an enumeration; found \{"instances":2\}/,
    ],
    [
      "throttle by no function",
      () => from().throttle(from().once(), { when: true as never, backoffMs: 1 }),
      /found true/,
    ],
    ["throttle for NaN", () => from().throttle(from().once(), { when: () => true, backoffMs: NaN }), /found NaN/],
  ])("%s is refused", (_name, build, message) => {
    expect(build).toThrow(EnumerationError);
    expect(build).toThrow(message);
  });

  it.each<[string, () => unknown]>([
    ["array", () => from("a").array([])],
    ["array, with a fraction", () => from(1.5).array([])],
    ["array, with a negative number", () => from(-1).array([])],
    ["times", () => from([1]).times(3)],
    ["csv", () => from({ row: 1 }).csv("a\n")],
    ["csvBatches", () => from(true).csvBatches("a\n")],
    ["parallel", () => from(4).parallelArray([], 2)],
    ["parallel, with a slice beyond", () => from({ instance: 2, instances: 2 }).parallelArray([], 2)],
  ])("%s does not resume from another's cursor", (_name, build) => {
    expect(build).toThrow(CursorShapeError);
    expect(build).toThrow(/cannot resume from the saved cursor .*version and a migrate/);
  });
});
