// The signal of an execution: what wakes a job that waits, and what becomes of the error with which it wakes.
import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, Interrupt, type Job, LeaseLostError, seconds } from "#jobs";
import { latch, newSetting, settle } from "./setting.ts";

/** A job whose one step waits for something that its signal ends. */
function waitingFor(wait: (job: Job) => Promise<unknown>, options: { readonly maxRuntimeMs?: number } = {}) {
  const begun = latch();
  const definition = defineJob({
    name: "waiting",
    ...options,
    perform: (_args: null, job) =>
      job.step<number>("wait", async (step) => {
        if (step.cursor === undefined) await step.set(1);
        begun.open();
        await wait(job);
      }),
  });
  return { begun, definition };
}

const forLong = (job: Job) => sleep(3_600_000, undefined, { signal: job.signal });

/** Stands for `fetch`, which rejects with the reason itself. */
const asFetch = async (job: Job) => {
  const { signal } = job;
  await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
};

describe("the signal", () => {
  it.each<[string, (job: Job) => Promise<unknown>]>([
    ["a sleep of Node", forLong],
    ["a request that rejects with the reason", asFetch],
    [
      "throwIfAborted after a wait",
      async (job) => {
        await asFetch(job).catch(() => {});
        job.signal.throwIfAborted();
      },
    ],
    [
      "an error that wraps that of the wait",
      (job) =>
        forLong(job).catch((cause: unknown) => {
          throw new Error("no answer", { cause });
        }),
    ],
  ])("ends %s, and the job goes back like any stopped one", async (_what, wait) => {
    const { begun, definition } = waitingFor(wait);
    const { queue, worker, events } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    const performing = one.performNext();
    await begun.opened;
    await settle();
    expect(await one.stop()).toBe("stopped");
    expect(await performing).toMatchObject({
      kind: "interrupted",
      reason: "stopping",
      progress: { current: { cursor: 1 } },
    });
    expect(await queue.jobs()).toMatchObject([{ tally: { interruptions: 1 } }]);
    expect(events.map(({ type }) => type).slice(-3)).toEqual(["interrupted", "step_interrupted", "released"]);
  });

  it("carries an error as its reason, which says where the job was", async () => {
    let reason: unknown;
    const { begun, definition } = waitingFor(
      async (job) =>
        await asFetch(job).catch((error: unknown) => {
          reason = error;
          throw error;
        }),
    );
    const { queue, worker } = newSetting();
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    const performing = one.performNext();
    await begun.opened;
    await one.stop();
    await performing;
    expect(reason).toBeInstanceOf(Interrupt);
    expect(reason).toMatchObject({ message: "Interrupted at step 'wait', cursor 1 (stopping)", reason: "stopping" });
  });

  it("is aborted when the runtime is over", async () => {
    const { begun, definition } = waitingFor(asFetch, { maxRuntimeMs: seconds(10) });
    const { queue, worker, clock } = newSetting();
    await enqueue(queue, definition, null);
    const performing = worker([definition]).performNext();
    await begun.opened;
    clock.advance(seconds(10));
    expect(await performing).toMatchObject({ kind: "interrupted", reason: "max_runtime_exceeded" });
  });

  it("is aborted when the lease has run out, and nothing is written any more", async () => {
    const { begun, definition } = waitingFor(asFetch);
    const { queue, worker, clock } = newSetting();
    await enqueue(queue, definition, null);
    const performing = worker([definition], { leaseMs: seconds(30) }).performNext();
    await begun.opened;
    clock.advance(seconds(30));
    expect(await performing).toMatchObject({ kind: "lease_lost" });
    expect(await queue.deadLetters()).toEqual([]);
    expect((await queue.jobs()).length).toBe(1);
  });

  it("of a lease that was renewed is aborted when that one runs out", async () => {
    const begun = latch();
    const renewed = latch();
    let aborted: unknown;
    const { queue, worker, clock } = newSetting();
    const definition = defineJob({
      name: "renewing",
      perform: (_args: null, job) =>
        job.step<number>("wait", async (step) => {
          job.signal.addEventListener("abort", () => (aborted = job.signal.reason));
          clock.advance(seconds(20));
          await step.set(1);
          begun.open();
          await renewed.opened;
          await step.set(2);
        }),
    });
    await enqueue(queue, definition, null);
    const performing = worker([definition], { leaseMs: seconds(30) }).performNext();
    await begun.opened;
    clock.advance(seconds(29));
    expect(aborted).toBeUndefined();
    clock.advance(seconds(1));
    expect(aborted).toBeInstanceOf(LeaseLostError);
    renewed.open();
    expect(await performing).toMatchObject({ kind: "lease_lost" });
  });

  it("belongs to one execution: fifty of them leave no listeners behind", async () => {
    const signals = new Set<AbortSignal>();
    const definition = defineJob({
      name: "listening",
      async perform(_args: null, job) {
        signals.add(job.signal);
        expect(job.signal).toBe(job.signal);
        await sleep(0, undefined, { signal: job.signal });
      },
    });
    const { queue, worker, clock } = newSetting();
    await queue.enqueue(
      Array.from({ length: 50 }, () => ({ name: "listening", args: null, queue: "default", priority: 0 })),
    );
    const one = worker([definition]);
    while (await one.performNext());
    expect(signals.size).toBe(50);
    for (const signal of signals) expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(clock.nextAlarm).toBeUndefined();
    await one.stop();
    expect([...signals].filter(({ aborted }) => aborted)).toEqual([]);
  });

  it("says nothing of other errors: one that comes while the worker stops fails the job", async () => {
    const { begun, definition } = waitingFor(async (job) => {
      await asFetch(job).catch(() => {});
      throw new TypeError("no such field");
    });
    const { queue, worker } = newSetting();
    await enqueue(queue, { ...definition, resumeErrorsAfterAdvancing: false }, null);
    const one = worker([{ ...definition, resumeErrorsAfterAdvancing: false }]);
    const performing = one.performNext();
    await begun.opened;
    await one.stop();
    expect(await performing).toMatchObject({ kind: "failed", error: { message: "no such field" } });
  });
});
