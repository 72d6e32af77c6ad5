// Rows of a source, one by one and in batches: they may come and go while the job waits.
import { describe, expect, it } from "vitest";
import { type Batch, Enumerate, EnumerationError, enqueue, KeyOrderError } from "#jobs";
import { stopAtQuestion } from "../setting.ts";
import { collecting, newSetting, pairsOf, runThrough, runThroughInAllWays, tableOf } from "./setting.ts";

const rowsTo = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
const idsOf = (batch: readonly { readonly id: number }[]) => batch.map(({ id }) => id);

describe("records", () => {
  it("has the key of a row as its cursor", async () => {
    const table = tableOf([{ id: 7 }, { id: 2 }]);
    expect(await pairsOf(new Enumerate(undefined).records(table))).toEqual([
      [{ id: 2 }, 2],
      [{ id: 7 }, 7],
    ]);
    expect(await pairsOf(new Enumerate(2).records(table))).toEqual([[{ id: 7 }, 7]]);
  });

  it("gives each row once, wherever the job is stopped", async () => {
    const { expected, results } = await runThroughInAllWays((enumerate) => enumerate.records(tableOf(rowsTo(5))));
    for (const done of results) expect(done).toEqual(expected);
  });

  it("meets rows that come after the cursor, and not those that go", async () => {
    const table = tableOf(rowsTo(4));
    const done: { id: number }[] = [];
    const job = collecting((enumerate) => enumerate.records(table), done);
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { stopReason: stopAtQuestion(2) });
    table.rows.splice(2, 1, { id: 9 });
    await drain([job]);
    expect(idsOf(done)).toEqual([1, 2, 4, 9]);
  });

  it("reads no row before it is wanted", async () => {
    const table = tableOf(rowsTo(5));
    const job = collecting((enumerate) => enumerate.records(table), []);
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { stopReason: () => "stopping" });
    expect(table.reads).toBe(1);
  });

  it("takes a key of several parts", async () => {
    const rows = [
      { rank: 1, name: "b" },
      { rank: 2, name: "a" },
      { rank: 2, name: "c" },
    ];
    const source = {
      async *after(key?: readonly [number, string]) {
        yield* rows.filter(({ rank, name }) => !key || rank > key[0] || (rank === key[0] && name > key[1]));
      },
    };
    const build = (enumerate: Enumerate) =>
      enumerate.records(source, { key: ({ rank, name }): readonly [number, string] => [rank, name] });
    const { results } = await runThroughInAllWays(build);
    for (const done of results) expect(done).toEqual(rows);
  });

  it("refuses a second row with the same key", async () => {
    const ranks = [
      { id: 1, rank: 10 },
      { id: 2, rank: 10 },
    ];
    const source = {
      after: async function* () {
        yield* ranks;
      },
    };
    const { done, outcomes } = await runThrough((enumerate) => enumerate.records(source, { key: (row) => row.rank }));
    expect(outcomes.at(-1)).toMatchObject({ kind: "failed", error: { name: "KeyOrderError", key: 10, previous: 10 } });
    expect(done).toEqual([ranks[0]]);
  });

  it("refuses rows that are not sorted, and a source that begins at the cursor and not after it", async () => {
    const unsorted = {
      after: async function* () {
        yield* [{ id: 2 }, { id: 1 }];
      },
    };
    await expect(pairsOf(new Enumerate(undefined).records(unsorted))).rejects.toThrow(KeyOrderError);
    const inclusive = {
      after: async function* (id = 1) {
        yield* rowsTo(3).slice(id - 1);
      },
    };
    await expect(pairsOf(new Enumerate(2).records(inclusive))).rejects.toThrow(/key 2 came after one with the key 2/);
  });

  it("refuses a row without a key", async () => {
    const source = {
      after: async function* () {
        yield { name: "a" };
      },
    };
    const build = () => pairsOf(new Enumerate(undefined).records(source as never));
    await expect(build()).rejects.toThrow(EnumerationError);
    await expect(build()).rejects.toThrow(/Each row needs a key; found nothing.*\{ key: \(row\) => … \}/);
  });
});

describe("recordBatches", () => {
  it("has the key of the last row as its cursor", async () => {
    const batches = await pairsOf(new Enumerate(undefined).recordBatches(tableOf(rowsTo(10)), { size: 3 }));
    expect((batches as [{ id: number }[], number][]).map(([batch, cursor]) => [idsOf(batch), cursor])).toEqual([
      [[1, 2, 3], 3],
      [[4, 5, 6], 6],
      [[7, 8, 9], 9],
      [[10], 10],
    ]);
  });

  it("holds 100 rows when nothing else is said", async () => {
    const { done } = await runThrough((enumerate) => enumerate.recordBatches(tableOf(rowsTo(150))));
    expect(done.map((batch) => batch.length)).toEqual([100, 50]);
  });

  it("may have another size after a deploy", async () => {
    for (const [before, after] of [
      [2, 3],
      [3, 1],
      [2, 100],
    ] as const) {
      const table = tableOf(rowsTo(11));
      let size: number = before;
      const done: (readonly { id: number }[])[] = [];
      const job = collecting((enumerate) => enumerate.recordBatches(table, { size }), done);
      const { queue, perform, drain } = newSetting();
      await enqueue(queue, job, null);
      await perform([job], { stopReason: stopAtQuestion(2) });
      size = after;
      await drain([job]);
      expect(done.flatMap(idsOf)).toEqual(idsOf(table.rows));
    }
  });
});

describe("batchRelations", () => {
  const relations = async (table: ReturnType<typeof tableOf>, cursor?: number) =>
    (await pairsOf(new Enumerate(cursor).batchRelations(table, { size: 2 }))) as [
      Batch<{ id: number }, number>,
      number,
    ][];
  const read = async (batch: AsyncIterable<{ id: number }>) => {
    const ids: number[] = [];
    for await (const { id } of batch) ids.push(id);
    return ids;
  };

  it("knows its keys, and reads its rows when it is iterated, anew each time", async () => {
    const table = tableOf(rowsTo(5));
    const found = await relations(table);
    expect(found.map(([batch, cursor]) => [batch.keys, cursor])).toEqual([
      [[1, 2], 2],
      [[3, 4], 4],
      [[5], 5],
    ]);
    expect(await read(found[1]![0])).toEqual([3, 4]);
    table.rows.splice(2, 1);
    expect(await read(found[1]![0])).toEqual([4]);
    expect((await relations(table, 2)).map(([batch]) => batch.keys)).toEqual([[4, 5]]);
  });

  it("reads no row before its first key", async () => {
    const table = tableOf(rowsTo(100));
    const found = await relations(table);
    table.reads = 0;
    expect(await read(found[49]![0])).toEqual([99, 100]);
    expect(table.reads).toBe(2);
  });

  it("reads no further than its last key, even when that row is gone", async () => {
    const table = tableOf(rowsTo(100));
    const [[batch]] = (await relations(table)) as [[Batch<{ id: number }, number>, number]];
    table.rows.splice(1, 1);
    table.reads = 0;
    expect(await read(batch)).toEqual([1]);
    expect(table.reads).toBe(2);
  });
});
