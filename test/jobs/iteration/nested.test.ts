// Parents and children to any depth: each item once, however the parents change while the job waits.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CursorShapeError, Enumerate, enqueue, type Enumeration, type NestedCursor, type Outcome } from "#jobs";
import { stopAtQuestion } from "../setting.ts";
import { collecting, newSetting, pairsOf, runThrough, runThroughInAllWays, tableOf } from "./setting.ts";

interface Node {
  readonly id: number;
  readonly children: readonly Node[];
}
const node = (id: number, ...children: readonly Node[]): Node => ({ id, children });

/** All levels of a tree as tables: cursors are ids. */
const levels = (table: { readonly after: (id?: number) => AsyncIterable<Node> }) =>
  [
    (enumerate: Enumerate) => enumerate.records(table),
    (enumerate: Enumerate, parent: Node) => enumerate.records(tableOf([...parent.children])),
    (enumerate: Enumerate, _top: Node, parent: Node) => enumerate.records(tableOf([...parent.children])),
  ] as const;
const threeLevels = (table: { readonly after: (id?: number) => AsyncIterable<Node> }) => (enumerate: Enumerate) =>
  enumerate.nested(levels(table));
const twoLevels = (table: { readonly after: (id?: number) => AsyncIterable<Node> }) => (enumerate: Enumerate) =>
  enumerate.nested([levels(table)[0], levels(table)[1]]);
const path = (nodes: readonly Node[]) => nodes.map(({ id }) => id).join(".");

/** A tree of which each level has three. */
const leaves = () => [node(1), node(2), node(3)];
const branches = () => [node(1, ...leaves()), node(2, ...leaves()), node(3, ...leaves())];

/** Stops a job at the nth question, changes its world, and lets it go on; returns what it did before and after. */
async function changed(
  build: (enumerate: Enumerate) => Enumeration<readonly Node[]>,
  stopAt: number,
  change: () => void,
  stopsLater: (question: number) => boolean = () => false,
) {
  const done: (readonly Node[])[] = [];
  const job = collecting<readonly Node[]>(build, done);
  const { queue, perform, drain } = newSetting();
  await enqueue(queue, job, null);
  const stopped = await perform([job], { stopReason: stopAtQuestion(stopAt) });
  const before = done.splice(0).map(path);
  change();
  let asked = 0;
  await drain([job], { stopReason: () => (stopsLater((asked += 1)) ? "stopping" : undefined) });
  return { before, after: done.map(path), cursor: cursorOf(stopped) };
}
const cursorOf = (outcome: Outcome | undefined) => outcome?.progress.current?.cursor as NestedCursor;

describe("nested", () => {
  it("gives the item with all its parents, and names the parent in progress", async () => {
    const enumeration = new Enumerate(undefined).nested([
      (enumerate) => enumerate.array(["A", "B"]),
      (enumerate, parent) => enumerate.array([`${parent}1`, `${parent}2`]),
    ]);
    expect(await pairsOf(enumeration)).toEqual([
      [["A", "A1"], { in: 0, inner: 0 }],
      [["A", "A2"], { in: 0, inner: 1 }],
      [["B", "B1"], { after: 0, in: 1, inner: 0 }],
      [["B", "B2"], { after: 0, in: 1, inner: 1 }],
    ]);
  });

  it("takes one level", async () => {
    const { done } = await runThrough(
      (enumerate) => enumerate.nested([(level) => level.times(3)]),
      () => true,
    );
    expect(done).toEqual([[0], [1], [2]]);
  });

  it("takes four levels, and another nested enumeration as one of them", async () => {
    const build = (enumerate: Enumerate) =>
      enumerate.nested([
        (level) => level.nested([(one) => one.times(2), (two) => two.times(2)]),
        (level) => level.times(2),
        (level) => level.times(1),
        (level, [first, second], third) => level.array([`${first}${second}${third}`]),
      ]);
    const { expected, results } = await runThroughInAllWays(build);
    expect(expected.map((item) => item[3])).toEqual(["000", "001", "010", "011", "100", "101", "110", "111"]);
    for (const done of results) expect(done).toEqual(expected);
  });

  it("gives each item once, wherever the job is stopped, whatever is empty", async () => {
    const tree = tableOf([
      node(1, node(1, ...leaves()), node(2)),
      node(2),
      node(3, node(1), node(2), node(3, node(1))),
      node(4, node(1, ...leaves())),
      node(5, node(9)),
    ]);
    const { expected, results } = await runThroughInAllWays(threeLevels(tree));
    expect(expected.map(path)).toEqual(["1.1.1", "1.1.2", "1.1.3", "3.3.1", "4.1.1", "4.1.2", "4.1.3"]);
    for (const done of results) expect(done).toEqual(expected);
  });

  it("asks whether to stop after a parent without children", async () => {
    const tree = tableOf(Array.from({ length: 1_000 }, (_, index) => node(index + 1)));
    const { done, asked } = await runThrough(twoLevels(tree));
    expect([done.length, asked]).toEqual([0, 1_000]);
    const stopped = await changed(twoLevels(tree), 300, () => (tree.reads = 0));
    expect(stopped.cursor).toEqual({ after: 300 });
    expect(tree.reads).toBe(700);
  });

  it("keeps its cursor while a parent in progress turns out to be done", async () => {
    const tree = tableOf([node(1, node(1)), node(2, node(1))]);
    const { cursor } = await changed(twoLevels(tree), 1, () => {});
    const job = collecting(twoLevels(tree), [], {
      each: () => {
        throw new Error("declined");
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null, { progress: { completed: [], current: { step: "each", cursor } } });
    expect(cursorOf((await drain([job]))[0])).toEqual(cursor);
  });

  it("refuses a cursor that it has not made, and a level that gives no enumeration", async () => {
    const build = (cursor: never) =>
      pairsOf(new Enumerate(cursor).nested([(one) => one.times(1), (two) => two.times(1)]));
    await expect(build([null, 0] as never)).rejects.toThrow(CursorShapeError);
    await expect(build(3 as never)).rejects.toThrow(/nested cannot resume from the saved cursor 3/);
    const levelOfArray = new Enumerate(undefined).nested([(one) => one.times(1), () => [1] as never]);
    await expect(pairsOf(levelOfArray)).rejects.toThrow(
      /What level 2 of nested returns must be an enumeration; found \[1\]/,
    );
  });
});

describe("nested, when parents change while the job waits", () => {
  const all = (parents: readonly number[]) =>
    parents.flatMap((top) => [1, 2, 3].flatMap((middle) => [1, 2, 3].map((leaf) => `${top}.${middle}.${leaf}`)));

  it("begins an inserted parent at its beginning, and goes on in the one in progress after it", async () => {
    for (const stopsLater of [() => false, () => true]) {
      const tree = tableOf([10, 20, 30].map((id) => node(id, ...branches())));
      const insert = () => void tree.rows.push(node(15, ...branches()));
      const { before, after } = await changed(threeLevels(tree), 14, insert, stopsLater);
      expect(before).toEqual(all([10, 20]).slice(0, 14));
      expect(after).toEqual([...all([15]), ...all([20]).slice(5), ...all([30])]);
    }
  });

  it("does not apply the place in a parent that is gone to the next one", async () => {
    const tree = tableOf([10, 20, 30].map((id) => node(id, ...branches())));
    const { after } = await changed(threeLevels(tree), 14, () => void tree.rows.splice(1, 1));
    expect(after).toEqual(all([30]));
  });

  it("does not apply it when a level in between becomes empty", async () => {
    const tree = tableOf([10, 20, 30].map((id) => node(id, ...branches())));
    const { after } = await changed(threeLevels(tree), 14, () => void tree.rows.splice(1, 1, node(20)));
    expect(after).toEqual(all([30]));
  });

  it("goes on within a parent whose children change", async () => {
    const tree = tableOf([node(1, node(1), node(3)), node(2, node(1))]);
    const insert = () => void tree.rows.splice(0, 1, node(1, node(1), node(2), node(4)));
    const { before, after } = await changed(twoLevels(tree), 1, insert);
    expect([before, after]).toEqual([["1.1"], ["1.2", "1.4", "2.1"]]);
  });

  it("keeps a cursor of bounded size, however many parents vanish in progress", async () => {
    const tree = tableOf([node(1, ...leaves())]);
    let cursor: NestedCursor | undefined;
    for (let id = 1; id <= 100; id += 1) {
      tree.rows.splice(0, 1, node(id, ...leaves()));
      const progress = { completed: [], ...(cursor && { current: { step: "each", cursor } }) };
      const job = collecting(twoLevels(tree), []);
      const { queue, perform } = newSetting();
      await enqueue(queue, job, null, { progress });
      cursor = cursorOf(await perform([job], { stopReason: () => "stopping" }));
    }
    expect(JSON.stringify(cursor).length).toBeLessThan(500);
  });

  it("gives every item that was there all the time exactly once, whatever comes and goes", async () => {
    const id = fc.integer({ min: 1, max: 6 });
    const tree = fc.uniqueArray(fc.tuple(id, fc.uniqueArray(id, { maxLength: 4 })), {
      selector: ([parent]) => parent,
      maxLength: 5,
    });
    const nodes = (plan: [number, number[]][]) =>
      plan.map(([top, ids]) => node(top, ...ids.map((child) => node(child))));
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.nat(20), fc.boolean(), async (first, second, stopAt, again) => {
        const table = tableOf(nodes(first));
        const change = () => void table.rows.splice(0, Infinity, ...nodes(second));
        const { before, after } = await changed(twoLevels(table), stopAt + 1, change, () => again);
        const done = [...before, ...after];
        expect(new Set(done).size).toBe(done.length);
        if (before.length === 0 && after.length === 0) return;
        const pathsOf = (plan: [number, number[]][]) =>
          plan.flatMap(([top, ids]) => ids.map((child) => `${top}.${child}`));
        const stayed = pathsOf(second).filter((one) => pathsOf(first).includes(one));
        expect(stayed.filter((one) => !done.includes(one))).toEqual([]);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});
