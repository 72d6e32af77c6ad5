// A throttled job goes back to the queue and waits, with nothing lost and no budget used up.
import { describe, expect, it } from "vitest";
import { type Enumerate, enqueue, seconds } from "#jobs";
import { collecting, newSetting, runThrough, tableOf } from "./setting.ts";

const asking = (answers: readonly boolean[]) => {
  let asked = 0;
  return { when: () => answers[asked++] ?? false, count: () => asked };
};
const table = () => tableOf([{ id: 1 }, { id: 2 }, { id: 3 }]);

describe("throttle", () => {
  it("asks before each item, and goes on after the last one that is done when it has waited", async () => {
    const { when, count } = asking([false, true]);
    const done: number[] = [];
    const job = collecting(
      (enumerate) => enumerate.throttle(enumerate.array([1, 2, 3]), { when, backoffMs: seconds(30) }),
      done,
    );
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job, null);
    expect(await perform([job])).toMatchObject({
      kind: "interrupted",
      reason: "throttled",
      progress: { current: { cursor: 0 } },
    });
    expect(await queue.nextDueAt()).toBe(30_000);
    expect(done).toEqual([1]);
    await drain([job]);
    expect(done).toEqual([1, 2, 3]);
    expect(count()).toBe(4);
  });

  it("overrides the wait after an interruption", async () => {
    const { when } = asking([true]);
    const job = collecting((enumerate) => enumerate.throttle(enumerate.once(), { when, backoffMs: 7 }), [], {
      resume: { wait: 99 },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job]);
    expect(await queue.nextDueAt()).toBe(7);
  });

  it("uses up neither maxResumptions nor the executions without progress", async () => {
    const { when } = asking(Array<boolean>(100).fill(true));
    const build = (enumerate: Enumerate) => enumerate.throttle(enumerate.once(), { when, backoffMs: 1 });
    const { done, kinds } = await runThrough(build, undefined, { maxResumptions: 0, maxResumptionsWithoutProgress: 3 });
    expect(done).toEqual([0]);
    expect(kinds).toHaveLength(101);
  });

  it("runs onShutdown each time, onStart and onComplete once", async () => {
    const calls: string[] = [];
    const hook = (name: string) => () => void calls.push(name);
    const { when } = asking([true, false, true]);
    await runThrough((enumerate) => enumerate.throttle(enumerate.times(2), { when, backoffMs: 1 }), undefined, {
      onStart: hook("start"),
      onShutdown: hook("shutdown"),
      onComplete: hook("complete"),
    });
    expect(calls).toEqual(["start", "shutdown", "shutdown", "shutdown", "complete"]);
  });

  it("is not asked when there is nothing, nor for a place between empty parents", async () => {
    const { when, count } = asking([]);
    await runThrough((enumerate) => enumerate.throttle(enumerate.array([]), { when, backoffMs: 1 }));
    const empty = (enumerate: Enumerate) => enumerate.nested([(one) => one.times(3), (two) => two.times(0)]);
    const { asked } = await runThrough((enumerate) => enumerate.throttle(empty(enumerate), { when, backoffMs: 1 }));
    expect([count(), asked]).toEqual([0, 3]);
  });

  it("reaches a parent as well as its children", async () => {
    const { when } = asking([false, true, true, false]);
    const { done } = await runThrough((enumerate) =>
      enumerate.nested([
        (one) => one.throttle(one.array(["a", "b"]), { when, backoffMs: 1 }),
        (two) => two.throttle(two.times(2), { when, backoffMs: 1 }),
      ]),
    );
    expect(done).toEqual([
      ["a", 0],
      ["a", 1],
      ["b", 0],
      ["b", 1],
    ]);
  });

  it("has fetched the item when it asks", async () => {
    const { when } = asking([true]);
    const rows = table();
    const job = collecting((enumerate) => enumerate.throttle(enumerate.records(rows), { when, backoffMs: 1 }), []);
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job]);
    expect(rows.reads).toBe(1);
  });

  it("asks before it fetches, when told so: a source that is spared is not read", async () => {
    const { when, count } = asking([true]);
    const rows = table();
    const done: { id: number }[] = [];
    const build = (enumerate: Enumerate) =>
      enumerate.throttle(enumerate.records(rows), { when, backoffMs: 1, beforeFetching: true });
    const job = collecting(build, done);
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job, null);
    await perform([job]);
    expect(rows.reads).toBe(0);
    await drain([job]);
    expect(done).toEqual(rows.rows);
    // Once for the answer yes, once for each row, once to find the end.
    expect(count()).toBe(5);
  });

  it("closes what it goes through, however it ends", async () => {
    for (const beforeFetching of [true, false]) {
      const closed: string[] = [];
      const { when } = asking([false, true]);
      const build = (enumerate: Enumerate) =>
        enumerate.throttle(
          enumerate.custom(async function* (cursor: number | undefined) {
            try {
              for (let next = (cursor ?? 0) + 1; next <= 2; next += 1) yield [next, next] as const;
            } finally {
              closed.push("closed");
            }
          }),
          { when, backoffMs: 1, beforeFetching },
        );
      expect((await runThrough(build)).done).toEqual([1, 2]);
      expect(closed).toEqual(["closed", "closed"]);
    }
  });
});
