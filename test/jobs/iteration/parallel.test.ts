// One iteration over several jobs: nothing left out, nothing twice, whatever crashes while they are made.
import { describe, expect, it } from "vitest";
import { edgesOf, Enumerate, enqueue, FanOut, MemoryQueue, type Queue, sliceOf, Worker } from "#jobs";
import { VirtualClock } from "#simulation";
import { stopAtQuestion } from "../setting.ts";
import { collecting, newSetting, pairsOf } from "./setting.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("slices", () => {
  it("cover every list, are disjoint and differ by one item at most: sizes to 3,000, instances to 64", () => {
    const wrong: string[] = [];
    for (let size = 0; size <= 3_000; size += 1) {
      for (let instances = 1; instances <= 64; instances += 1) {
        let end = 0;
        let [least, most] = [Infinity, 0];
        let joined = true;
        for (let instance = 0; instance < instances; instance += 1) {
          const { from, to } = edgesOf(size, { instance, instances });
          joined &&= from === end && to >= from;
          end = to;
          least = Math.min(least, to - from);
          most = Math.max(most, to - from);
        }
        if (!joined || end !== size || most - least > 1) wrong.push(`${size} over ${instances}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [61, 7],
    [15, 11],
    [15, 13],
    [123, 15],
    [53, 19],
  ])("keep the last of %d items over %d, which the original loses", (size, instances) => {
    const items = numbers(size);
    expect(numbers(instances).flatMap((instance) => sliceOf(items, { instance, instances }))).toEqual(items);
  });
});

describe("parallel", () => {
  it("asks for jobs when it has not been split, and does not build what they go through", () => {
    const build = () => expect.unreachable();
    expect(new Enumerate(undefined).parallel(3, build)).toEqual(new FanOut(3));
  });

  it("has the slice in each cursor, and keeps the number of instances with which it began", async () => {
    const from = new Enumerate({ instance: 1, instances: 3, inner: 0 });
    expect(await pairsOf(from.parallelArray(numbers(10), 8))).toEqual([
      [4, { instance: 1, instances: 3, inner: 1 }],
      [5, { instance: 1, instances: 3, inner: 2 }],
    ]);
    const slices: unknown[] = [];
    from.parallel(8, (enumerate, slice) => (slices.push(slice), enumerate.once()));
    expect(slices).toEqual([{ instance: 1, instances: 3, inner: 0 }]);
  });

  it("splits into jobs of the same kind, arguments, queue and priority; only they call back", async () => {
    const calls: string[] = [];
    const hook = (name: string) => () => void calls.push(name);
    const done: number[] = [];
    const job = collecting((enumerate) => enumerate.parallelArray(numbers(7), 3), done, {
      onStart: hook("start"),
      onShutdown: hook("shutdown"),
      onComplete: hook("complete"),
    });
    const { queue, perform, drain } = newSetting();
    await enqueue(queue, job, null, { queue: "slow", priority: 7 });
    expect(await perform([job])).toMatchObject({ kind: "completed" });
    expect(calls).toEqual([]);
    expect(await queue.jobs()).toMatchObject(
      numbers(3).map((instance) => ({
        name: "collect",
        args: null,
        queue: "slow",
        priority: 7,
        progress: { completed: [], current: { step: "each", cursor: { instance, instances: 3 } } },
      })),
    );
    await drain([job]);
    expect(done).toEqual(numbers(7));
    expect(calls).toEqual(numbers(3).flatMap(() => ["start", "shutdown", "complete"]));
  });

  it("gives each item once, wherever one of the jobs is stopped", async () => {
    for (let stop = 1; stop <= 7; stop += 1) {
      const done: number[] = [];
      const job = collecting((enumerate) => enumerate.parallelArray(numbers(7), 3), done);
      const { queue, drain } = newSetting();
      await enqueue(queue, job, null);
      const outcomes = await drain([job], { stopReason: stopAtQuestion(stop) });
      expect(outcomes.filter(({ kind }) => kind === "interrupted")).toHaveLength(1);
      expect(done.toSorted((left, right) => left - right)).toEqual(numbers(7));
    }
  });

  it("takes what can be resumed within a slice", async () => {
    const done: number[] = [];
    const job = collecting(
      (enumerate) =>
        enumerate.parallel(2, (from, { instance }) =>
          from.throttle(from.array(numbers(10).filter((item) => item % 2 === instance)), {
            when: () => false,
            backoffMs: 1,
          }),
        ),
      done,
    );
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job], { stopReason: () => "stopping" });
    expect(done.toSorted((left, right) => left - right)).toEqual(numbers(10));
  });

  it("enqueues each slice once, when the worker dies before or after any write while it splits", async () => {
    let struck = 0;
    for (let write = 1; write <= 6; write += 1) {
      for (const when of ["before", "after"] as const) {
        const clock = new VirtualClock();
        const memory = new MemoryQueue({ clock });
        const done: number[] = [];
        const job = collecting((enumerate) => enumerate.parallelArray(numbers(9), 4), done);
        await enqueue(memory, job, null);
        let writes = 0;
        const dying = new Worker<undefined>({
          clock,
          queue: striking(memory, async (operation) => {
            writes += 1;
            if (writes === write && when === "before") dying.kill();
            const result = await operation();
            if (writes === write && when === "after") dying.kill();
            return result;
          }),
          jobs: [job],
          services: undefined,
        });
        await Promise.race([dying.performNext(), new Promise((resolve) => setImmediate(resolve))]);
        if (dying.state === "killed") struck += 1;
        const successor = new Worker<undefined>({ clock, queue: memory, jobs: [job], services: undefined });
        for (let due = await memory.nextDueAt(); due !== undefined; due = await memory.nextDueAt()) {
          clock.advanceTo(due);
          await successor.performNext();
        }
        expect(
          done.toSorted((left, right) => left - right),
          `died ${when} write ${write}`,
        ).toEqual(numbers(9));
      }
    }
    // Four slices and the acknowledgement, before and after each.
    expect(struck).toBe(10);
  });
});

describe("a deploy that changes the number of instances", () => {
  it.each([
    [4, 2],
    [2, 4],
    [3, 1],
    [1, 3],
  ])("while %d jobs are being enqueued, to %d, leaves nothing out and does nothing twice", async (before, after) => {
    for (let crashAfter = 0; crashAfter <= before; crashAfter += 1) {
      const done: number[] = [];
      const splitting = (instances: number) =>
        collecting((enumerate) => enumerate.parallelArray(numbers(9), instances), done);
      const clock = new VirtualClock();
      let writes = 0;
      const inner = new MemoryQueue({ clock });
      const queue = striking(inner, async (write) => {
        if (writes === crashAfter) return await new Promise(() => {});
        writes += 1;
        return await write();
      });
      await enqueue(inner, splitting(before), null);
      const crashed = new Worker({ clock, queue, services: undefined, jobs: [splitting(before)] });
      void crashed.performNext();
      await new Promise((resolve) => setImmediate(resolve));
      crashed.kill();
      const deployed = new Worker({ clock, queue: inner, services: undefined, jobs: [splitting(after)] });
      for (let dueAt = await inner.nextDueAt(); dueAt !== undefined; dueAt = await inner.nextDueAt()) {
        clock.advanceTo(dueAt);
        await deployed.performNext();
      }
      expect(
        done.toSorted((left, right) => left - right),
        `crashed after ${crashAfter} writes`,
      ).toEqual(numbers(9));
    }
  });
});

/** A queue of which every write goes through `strike`. */
function striking(queue: Queue, strike: <Result>(write: () => Promise<Result>) => Promise<Result>): Queue {
  return new Proxy(queue, {
    get(target, name: keyof Queue) {
      const method = (...args: unknown[]) =>
        (target[name] as (...args: unknown[]) => Promise<unknown>).apply(target, args);
      if (name !== "enqueue" && name !== "acknowledge") return method;
      return (...args: unknown[]) => strike(() => method(...args));
    },
  });
}
