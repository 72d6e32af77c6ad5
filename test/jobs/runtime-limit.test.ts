// Ends that the job or its definition asks for: maxRuntimeMs, and job.interrupt.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, Interrupt, type Job, JobDefinitionError, minutes, type Outcome, seconds } from "#jobs";
import { newSetting } from "./setting.ts";

/** A job of ten items that take ten seconds each. */
function working(limit: number | undefined, passed: (ms: number) => void) {
  const done: number[] = [];
  const runtimes: number[] = [];
  const job = defineJob<null>({
    name: "working",
    ...(limit !== undefined && { maxRuntimeMs: limit }),
    perform: (_args, context) =>
      context.step<number>("work", { start: 1 }, async (step) => {
        while (step.cursor <= 10) {
          passed(seconds(10));
          done.push(step.cursor);
          runtimes.push(context.runtimeMs);
          await step.advance();
        }
      }),
  });
  return { job, done, runtimes };
}

const reasons = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (outcome.kind === "interrupted" ? outcome.reason : outcome.kind));

async function drainWorking(definition: number | undefined, worker: number | undefined) {
  const setting = newSetting();
  const work = working(definition, (ms) => setting.clock.advance(ms));
  await enqueue(setting.queue, work.job, null);
  const outcomes = await setting.drain([work.job], worker === undefined ? {} : { maxRuntimeMs: worker });
  return { ...setting, ...work, outcomes };
}

describe("maxRuntimeMs", () => {
  it("ends an execution at the first checkpoint after more than that time, and the job goes on later", async () => {
    // After exactly 40 seconds it may go on; after 50 it may not.
    const { done, outcomes } = await drainWorking(seconds(40), undefined);
    expect(reasons(outcomes)).toEqual(["max_runtime_exceeded", "max_runtime_exceeded", "completed"]);
    expect(outcomes.map(({ progress }) => progress.current?.cursor)).toEqual([6, 11, undefined]);
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it.each([
    [seconds(45), seconds(25), 3],
    [seconds(25), seconds(45), 3],
    [undefined, seconds(25), 3],
    [seconds(25), undefined, 3],
  ])("the lower of definition (%s) and worker (%s) counts", async (definition, worker, itemsFirst) => {
    const { outcomes } = await drainWorking(definition, worker);
    expect(outcomes[0]?.progress.current?.cursor).toBe(itemsFirst + 1);
  });

  it("has no limit by default", async () => {
    expect(reasons((await drainWorking(undefined, undefined)).outcomes)).toEqual(["completed"]);
  });

  it("is looked at before the worker's own stop reason, which is then not asked", async () => {
    let asked = 0;
    const { clock, queue, perform } = newSetting();
    const { job } = working(seconds(5), (ms) => clock.advance(ms));
    await enqueue(queue, job, null);
    const outcome = await perform([job], { stopReason: () => ((asked += 1), undefined) });
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "max_runtime_exceeded" });
    expect(asked).toBe(0);
  });

  it.each([-1, Number.NaN])("is refused when it is %s", (limit) => {
    expect(() => working(limit, () => {})).toThrow(JobDefinitionError);
  });
});

describe("job.runtimeMs", () => {
  it("adds up over executions; the time in the queue does not count", async () => {
    const { runtimes } = await drainWorking(seconds(40), undefined);
    expect(runtimes).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(seconds));
  });
});

describe("job.interrupt", () => {
  /** A job that interrupts itself in its first executions. */
  const throttled = (times: number, interrupt: (job: Job) => Promise<never>, limits = {}) =>
    defineJob<null>({
      name: "throttled",
      ...limits,
      async perform(_args, job) {
        await job.step("one", () => {});
        if (job.executions <= times) await interrupt(job);
        await job.step("two", () => {});
      },
    });

  it("sends the job back with its progress, its reason and its own wait", async () => {
    const job = throttled(1, (context) => context.interrupt("throttled", { wait: minutes(1) }));
    const { queue, perform, events } = newSetting();
    await enqueue(queue, job, null);
    const outcome = await perform([job]);
    expect(outcome).toMatchObject({ kind: "interrupted", reason: "throttled", progress: { completed: ["one"] } });
    expect(await queue.jobs()).toMatchObject([{ runAt: minutes(1), progress: { completed: ["one"] } }]);
    expect(events.map(({ type }) => type)).toContain("interrupted");
  });

  it("without a wait takes the one of the definition", async () => {
    const job = throttled(1, (context) => context.interrupt("enough"), { resume: { wait: 8_000 } });
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job]);
    expect(await queue.jobs()).toMatchObject([{ runAt: 8_000 }]);
  });

  it("with a wait uses up neither maxResumptions nor the resumptions without progress", async () => {
    const limits = { maxResumptions: 0, maxResumptionsWithoutProgress: 1 };
    const job = throttled(5, (context) => context.interrupt("throttled", { wait: 1_000 }), limits);
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    expect(reasons(await drain([job]))).toEqual([...Array<string>(5).fill("throttled"), "completed"]);
  });

  it("unwinds the job as an Interrupt, out of a step too", async () => {
    const caught: unknown[] = [];
    const job = defineJob<null>({
      name: "inside",
      perform: (_args, context) =>
        context.step<number>("step", { start: 1 }, async (step) => {
          try {
            if (!step.resumed) await context.interrupt("enough");
          } catch (error) {
            caught.push(error);
            throw error;
          }
        }),
    });
    const { queue, drain, events } = newSetting();
    await enqueue(queue, job, null);
    expect(reasons(await drain([job]))).toEqual(["enough", "completed"]);
    expect(caught).toEqual([expect.any(Interrupt)]);
    expect(events.map(({ type }) => type)).toContain("step_interrupted");
  });
});
