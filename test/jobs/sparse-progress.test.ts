// A store that saves less often: what it costs after a crash, and that it never wins over a payload that knows more.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, MemoryProgress, payloadProgress, seconds, SparseProgress } from "#jobs";
import { VirtualClock } from "#simulation";
import { describeProgressStore, leaseOn } from "./progress.contract.ts";
import { newSetting, settle } from "./setting.ts";

const clock = new VirtualClock();
describeProgressStore("SparseProgress", () => new SparseProgress(new MemoryProgress(), { every: 3, clock }));

const counting = (done: number[], until: number) =>
  defineJob<null>({
    name: "counting",
    perform: (_args, job) =>
      job.step<number>("count", { start: 1 }, async (step) => {
        while (step.cursor <= 20) {
          if (step.cursor === until && done.length < until) await new Promise(() => {});
          done.push(step.cursor);
          await step.advance();
        }
      }),
  });

describe("a crash", () => {
  it.each([1, 2, 5, 7])("costs at most as many items as the store says: every %d", async (every) => {
    for (let crashAt = 1; crashAt <= 20; crashAt += 1) {
      const done: number[] = [];
      const setting = newSetting();
      const store = new SparseProgress(new MemoryProgress(), { every, clock: setting.clock });
      expect(store.mostRedone).toBe(every);
      await enqueue(setting.queue, counting(done, crashAt), null);
      const first = setting.worker([counting(done, crashAt)], { progress: store });
      void first.performNext();
      await settle();
      first.kill();
      await setting.drain([counting(done, 0)], { progress: store });
      expect(new Set(done).size).toBe(20);
      expect(done.length - 20).toBeLessThanOrEqual(every);
    }
  });

  it("costs less when some time has gone by since the last save", async () => {
    const setting = newSetting();
    const memory = new MemoryProgress();
    const store = new SparseProgress(memory, { every: 1_000, orAfterMs: seconds(10), clock: setting.clock });
    await store.open(leaseOn("a", 1));
    for (let cursor = 1; cursor <= 15; cursor += 1) {
      setting.clock.advance(seconds(1));
      await store.save(leaseOn("a", 1), { completed: [], current: { step: "count", cursor } }, false);
    }
    expect(memory.peek("a")).toMatchObject({ current: { cursor: 10 } });
  });
});

describe("the last save before a job goes back", () => {
  it("reaches the store, however few there have been", async () => {
    const done: number[] = [];
    const { queue, perform, drain, clock: now } = newSetting();
    const memory = new MemoryProgress();
    const store = new SparseProgress(memory, { every: 100, clock: now });
    const job = counting(done, 0);
    const { id } = await enqueue(queue, job, null);
    let asked = 0;
    await perform([job], { progress: store, stopReason: () => ((asked += 1) === 7 ? "stopping" : undefined) });
    expect(memory.peek(id)).toMatchObject({ current: { cursor: 8 } });
    await drain([job], { progress: store });
    expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe("a store that is behind its payload", () => {
  const old = { completed: [], current: { step: "count", cursor: 3 } };
  const payload = { completed: [], current: { step: "count", cursor: 8 } };
  const returned = (executions: number, lastReturned: number) => {
    const lease = leaseOn("a", executions, payload);
    const tally = { interruptions: 1, pauses: 0, errors: 0, idle: 0, retries: {}, runtimeMs: 0, lastReturned };
    return { job: { ...lease.job, tally } };
  };

  it("does not win over it: its last save was not the last one of that execution", async () => {
    const store = new MemoryProgress();
    await store.open(leaseOn("a", 1));
    await store.save(leaseOn("a", 1), old, false);
    expect(await store.open(returned(2, 1))).toEqual(payload);
    expect(await store.open(returned(3, 1))).toEqual(payload);
  });

  it("wins as soon as an execution that crashed has saved more", async () => {
    const further = { completed: [], current: { step: "count", cursor: 9 } };
    const store = new MemoryProgress();
    await store.open(leaseOn("a", 1));
    await store.save(leaseOn("a", 1), old, false);
    await store.open(returned(2, 1));
    await store.save(returned(2, 1), further, false);
    expect(await store.open(returned(3, 1))).toEqual(further);
  });
});

describe("the price", () => {
  it("is a number for each store", () => {
    expect([payloadProgress.mostRedone, new MemoryProgress().mostRedone]).toEqual([Infinity, 1]);
  });

  it.each([0, -1, 1.5, NaN])("cannot be to save every %d checkpoints", (every) => {
    expect(() => new SparseProgress(new MemoryProgress(), { every, clock })).toThrow(RangeError);
  });
});
