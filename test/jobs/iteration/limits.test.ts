// When an execution ends before its items do, and what is counted over all executions.
import { describe, expect, it } from "vitest";
import { enqueue, type Job, seconds } from "#jobs";
import { stopAtQuestion } from "../setting.ts";
import { collecting, newSetting } from "./setting.ts";

/** A job of ten items of 3 seconds each. */
function slow(extra: Parameters<typeof collecting>[2] = {}) {
  const setting = newSetting();
  const done: unknown[] = [];
  const job = collecting((enumerate) => enumerate.times(10), done, {
    each: (item) => {
      done.push(item);
      setting.clock.advance(seconds(3));
    },
    ...extra,
  });
  return { ...setting, done, job };
}

describe("max runtime", () => {
  it.each<[worker: number | undefined, job: number | undefined, cursor: number | undefined]>([
    [6, 3, 1],
    [3, 6, 1],
    [undefined, 6, 2],
    [6, undefined, 2],
    [0, undefined, 0],
    [undefined, undefined, undefined],
  ])(
    "of %s s for all jobs and %s s for this one: the lower counts, and it must be exceeded",
    async (all, own, cursor) => {
      const { queue, perform, job } = slow(own === undefined ? {} : { maxRuntimeMs: seconds(own) });
      await enqueue(queue, job, null);
      const outcome = await perform([job], all === undefined ? {} : { maxRuntimeMs: seconds(all) });
      expect(outcome).toMatchObject(
        cursor === undefined
          ? { kind: "completed" }
          : { kind: "interrupted", reason: "max_runtime_exceeded", progress: { current: { cursor } } },
      );
    },
  );

  it("counts each execution for itself, and does every item once", async () => {
    const { queue, drain, job, done } = slow({ maxRuntimeMs: seconds(6) });
    await enqueue(queue, job, null);
    expect((await drain([job])).length).toBe(4);
    expect(done).toEqual([...Array(10).keys()]);
  });
});

describe("a job's own reason to stop", () => {
  it("is asked after each item, before the worker is", async () => {
    const asked: string[] = [];
    const { queue, perform, job } = slow({
      stopReason: () => (asked.push("job"), asked.length > 3 ? "enough" : undefined),
    });
    await enqueue(queue, job, null);
    const outcome = await perform([job], { stopReason: () => void asked.push("worker") });
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "enough", progress: { current: { cursor: 2 } } });
    expect(asked).toEqual(["job", "worker", "job", "worker", "job"]);
  });
});

describe("the worker", () => {
  it("is asked after each item, the last one too", async () => {
    const { queue, perform, job } = slow();
    await enqueue(queue, job, null);
    let asked = 0;
    expect(await perform([job], { stopReason: () => (void (asked += 1), undefined) })).toMatchObject({
      kind: "completed",
    });
    expect(asked).toBe(10);
  });

  it("may stop it at the last item: then the next execution finds nothing and completes", async () => {
    const { queue, perform, job, done } = slow();
    await enqueue(queue, job, null);
    expect(await perform([job], { stopReason: stopAtQuestion(10) })).toMatchObject({ kind: "interrupted" });
    expect(await perform([job])).toMatchObject({ kind: "completed" });
    expect(done).toHaveLength(10);
  });
});

describe("what a job knows of its past", () => {
  it("is how often it was interrupted and how long it has run, errors included, waits and errors apart", async () => {
    const seen: unknown[] = [];
    let failed = false;
    const { queue, clock, drain, job } = slow({
      each: async (item, _args, current: Job) => {
        seen.push([item, current.executions, current.interruptions, current.runtimeMs / 1_000]);
        clock.advance(seconds(3));
        if (item === 1 && current.interruptions === 0) await current.interrupt("later", { wait: seconds(500) });
        if (item === 2 && !failed) {
          failed = true;
          throw new Error("declined");
        }
        if (item === 4) await current.interrupt("stopping for today");
      },
      retryOn: [{ errors: Error, wait: seconds(700) }],
      maxResumptionsWithoutProgress: 1,
      stopReason: (current) => (current.runtimeMs === seconds(18) ? "half" : undefined),
    });
    await enqueue(queue, job, null);
    const outcomes = await drain([job]);
    expect(seen).toEqual([
      [0, 1, 0, 0],
      [1, 1, 0, 3],
      [1, 2, 1, 6],
      [2, 2, 1, 9],
      [2, 3, 1, 12],
      [3, 3, 1, 15],
      [4, 4, 2, 18],
      [4, 5, 3, 21],
    ]);
    expect(outcomes.at(-1)).toMatchObject({ kind: "failed", error: { name: "NoProgressError" } });
  });
});
