// Errors: resumed after progress, dead letters without; the resume limit; trouble with queue and store.
import { describe, expect, it } from "vitest";
import {
  defineJob,
  enqueue,
  type JobOptions,
  type Json,
  MemoryProgress,
  payloadProgress,
  type ProgressStore,
  type Queue,
  ResumeLimitError,
  seconds,
  UnknownJobError,
  type WrittenError,
} from "#jobs";
import { failure, newSetting, stopAtQuestion } from "./setting.ts";

/** A job that works through the orders 1 to 10 and fails at some of them, each time. */
function charging(failAt: (order: number) => boolean, options: Partial<JobOptions<Json, unknown>> = {}) {
  const effects: number[] = [];
  const definition = defineJob({
    name: "charging",
    ...options,
    perform: (_args: Json, job) =>
      job.step<number>("charge", { start: 1 }, async (step) => {
        while (step.cursor <= 10) {
          if (failAt(step.cursor)) throw new RangeError(`order ${step.cursor} is declined`);
          effects.push(step.cursor);
          await step.advance();
        }
      }),
  });
  return { effects, definition };
}

describe("an error", () => {
  it("after progress sends the job back with it; the next execution, which makes none, fails", async () => {
    const { effects, definition } = charging((order) => order === 4);
    const { clock, queue, perform } = newSetting();
    await enqueue(queue, definition, { day: 1 }, { key: "day 1" });
    const first = await perform([definition]);
    expect(first).toMatchObject({ kind: "resumed_after_error", error: { message: "order 4 is declined" } });
    const [waiting] = await queue.jobs();
    expect(waiting).toMatchObject({ runAt: seconds(5), progress: { current: { step: "charge", cursor: 4 } } });

    clock.advance(seconds(5));
    expect(failure(await perform([definition]))).toBeInstanceOf(RangeError);
    expect(effects).toEqual([1, 2, 3]);
    expect(await queue.jobs()).toEqual([]);
    expect(await queue.deadLetters()).toEqual([
      {
        job: {
          id: "job-1",
          name: "charging",
          args: { day: 1 },
          queue: "default",
          priority: 0,
          key: "day 1",
          enqueuedAt: 0,
          runAt: seconds(5),
          executions: 2,
          resumptions: 0,
          tally: { interruptions: 0, pauses: 0, errors: 1, idle: 0, retries: {}, runtimeMs: 0, lastReturned: 1 },
          progress: { completed: [], current: { step: "charge", cursor: 4 } },
        },
        error: expect.objectContaining({ name: "RangeError", message: "order 4 is declined" }) as WrittenError,
        failedAt: seconds(5),
      },
    ]);
  });

  it("that comes now and then costs nothing that was done", async () => {
    const failed = new Set<number>();
    const { effects, definition } = charging((order) => order % 3 === 0 && !failed.has(order) && !!failed.add(order));
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    const outcomes = await drain([definition]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([...Array(3).fill("resumed_after_error"), "completed"]);
    expect(effects).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("after progress fails the job when its definition says so", async () => {
    const { definition } = charging((order) => order === 4, { resumeErrorsAfterAdvancing: false });
    const { queue, perform } = newSetting();
    await enqueue(queue, definition, null);
    expect(failure(await perform([definition]))).toBeInstanceOf(RangeError);
    expect(await queue.deadLetters()).toMatchObject([{ job: { progress: { current: { cursor: 4 } } } }]);
  });

  it("counts a finished step as progress, also when it comes between steps", async () => {
    const between = defineJob({
      name: "between",
      async perform(_args: null, job) {
        await job.step("a", () => {});
        throw new Error("between steps");
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, between, null);
    expect((await drain([between])).map(({ kind }) => kind)).toEqual(["resumed_after_error", "failed"]);
  });

  it.each<[unknown, string]>([
    ["a string", "The job threw a string"],
    [undefined, "The job threw undefined"],
    [null, "The job threw null"],
    [{ toString: () => "own words" }, "The job threw own words"],
    [Object.create(null), "The job threw an object without words"],
  ])("may be any value that was thrown: %j", async (thrown, message) => {
    const throwing = defineJob({
      name: "throwing",
      perform() {
        throw thrown;
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, throwing, null);
    expect(failure(await perform([throwing]))).toMatchObject({ name: "Error", message, cause: thrown });
    expect(await queue.deadLetters()).toMatchObject([{ error: { name: "Error", message } }]);
  });
});

describe("a dead letter", () => {
  it.each<[string, () => ProgressStore]>([
    ["payload", () => payloadProgress],
    ["memory", () => new MemoryProgress()],
  ])("that is retried goes on at its cursor (%s progress)", async (_name, makeStore) => {
    let declined = true;
    const { effects, definition } = charging((order) => order === 4 && declined, { resumeErrorsAfterAdvancing: false });
    const { queue, drain, perform } = newSetting();
    const options = { progress: makeStore() };
    const { id } = await enqueue(queue, definition, null);
    await perform([definition], options);
    declined = false;
    expect(await queue.retry(id)).toBe(true);
    expect(await drain([definition], options)).toMatchObject([
      { kind: "completed", job: { executions: 2, resumptions: 0 } },
    ]);
    expect(effects).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await queue.deadLetters()).toEqual([]);
  });

  it("is what becomes of a job that the worker does not know; its progress is kept", async () => {
    const { definition } = charging(() => false);
    const { queue, perform, drain, events } = newSetting();
    const progress = { completed: [], current: { step: "charge", cursor: 9 } };
    await queue.enqueue([{ name: "charging", args: null, queue: "default", priority: 0, progress }]);
    const mail = defineJob({ name: "mail", async perform() {} });
    const error = failure(await perform([mail, defineJob({ name: "post", async perform() {} })]));
    expect(error).toBeInstanceOf(UnknownJobError);
    expect(error.message).toBe(
      "No job named 'charging' is known to this worker; it knows 'mail', 'post'. " +
        "Add its definition to the worker's jobs, and keep the name of a job when you rename its code.",
    );
    expect(events).toMatchObject([{ type: "failed", error }]);
    expect(await queue.deadLetters()).toMatchObject([{ job: { progress } }]);
    await queue.retry("job-1");
    expect(await drain([definition])).toMatchObject([{ kind: "completed" }]);
  });
});

describe("maxResumptions", () => {
  const message =
    "Job was resumed a maximum of 2 times. Raise maxResumptions, or let an execution do more work before it is interrupted.";

  it("ends a job that is interrupted too often", async () => {
    const { effects, definition } = charging(() => false, { maxResumptions: 2 });
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    const outcomes = await drain([definition], { stopReason: () => "stopping" });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["interrupted", "interrupted", "failed"]);
    expect(failure(outcomes[2])).toBeInstanceOf(ResumeLimitError);
    expect(failure(outcomes[2])).toMatchObject({ message, cause: { name: "Interrupt" } });
    expect(effects).toEqual([1, 2, 3]);
    expect(await queue.deadLetters()).toMatchObject([{ job: { executions: 3, progress: { current: { cursor: 4 } } } }]);
  });

  it("does not count errors: they have a budget of their own, and keep the last one as the cause", async () => {
    const failed = new Set<number>();
    const { definition } = charging((order) => order > 1 && !failed.has(order) && !!failed.add(order), {
      maxResumptions: 0,
      maxErrorResumptions: 2,
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    const outcomes = await drain([definition]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["resumed_after_error", "resumed_after_error", "failed"]);
    const said =
      /^Job was resumed a maximum of 2 times\. Mend its last error \(RangeError: order 4 is declined\), or raise maxErr/;
    expect(failure(outcomes[2]).message).toMatch(said);
    expect(failure(outcomes[2])).toMatchObject({ cause: { message: "order 4 is declined" } });
  });

  it("of 0 allows no resumption, and no limit is needed by a job that is never interrupted", async () => {
    const { definition } = charging(() => false, { maxResumptions: 0 });
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    await enqueue(queue, definition, null);
    const stopReason = stopAtQuestion(5);
    expect((await drain([definition], { stopReason })).map(({ kind }) => kind)).toEqual(["failed", "completed"]);
  });

  it("is told to the job as the number of its resumptions", async () => {
    const seen: number[][] = [];
    const counting = defineJob({
      name: "counting",
      async perform(_args: null, job) {
        seen.push([job.executions, job.resumptions]);
        await job.step<number>("count", { start: 1 }, async (step) => {
          while (step.cursor < 4) await step.advance();
        });
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, counting, null);
    await drain([counting], { stopReason: () => "stopping" });
    expect(seen).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });
});

describe("trouble outside", () => {
  const broken = new Error("connection refused");
  const failing = async () => {
    throw broken;
  };
  /** A queue one of whose methods fails the first time it is called. */
  const failingOnce = (method: "release" | "acknowledge" | "bury") => (queue: Queue) => {
    let works = false;
    return new Proxy(queue, {
      get(target, name) {
        if (name === method && !works) {
          works = true;
          return failing;
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  };

  it.each(["release", "acknowledge", "bury"] as const)(
    "when %s fails, the job is not lost: its old payload is live when the lease runs out",
    async (method) => {
      const { definition } = charging((order) => method === "bury" && order === 1);
      const { clock, queue, perform, drain } = newSetting(failingOnce(method));
      await enqueue(queue, definition, { day: 1 });
      const before = await queue.jobs();
      const stopReason = method === "release" ? stopAtQuestion(5) : () => undefined;
      await expect(perform([definition], { stopReason })).rejects.toBe(broken);
      expect(await queue.jobs()).toEqual([{ ...before[0], executions: 1 }]);
      expect(await queue.deadLetters()).toEqual([]);
      clock.advance(seconds(30));
      expect(await drain([definition])).toMatchObject([
        { kind: method === "bury" ? "failed" : "completed", job: { executions: 2 } },
      ]);
    },
  );

  it("when the store cannot be opened, the job is not blamed and its progress is kept", async () => {
    const { effects, definition } = charging(() => false);
    const { clock, queue, perform, drain } = newSetting();
    const progress = { completed: [], current: { step: "charge", cursor: 9 } };
    await queue.enqueue([{ name: "charging", args: null, queue: "default", priority: 0, progress }]);
    await expect(perform([definition], { progress: { ...payloadProgress, open: failing } })).rejects.toBe(broken);
    expect(await queue.deadLetters()).toEqual([]);
    clock.advance(seconds(30));
    await drain([definition]);
    expect(effects).toEqual([9, 10]);
  });

  it("when a save fails, the payload still carries the cursor, and the store gets it before the job goes back", async () => {
    const { effects, definition } = charging(() => false);
    const { queue, drain } = newSetting();
    const store = new MemoryProgress();
    let saves = 0;
    const progress: ProgressStore = {
      mostRedone: 1,
      open: (lease) => store.open(lease),
      save: (lease, saved, isLast) => ((saves += 1) === 5 ? failing() : store.save(lease, saved, isLast)),
      forget: (lease) => store.forget(lease),
    };
    await enqueue(queue, definition, null);
    const outcomes = await drain([definition], { progress });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["resumed_after_error", "completed"]);
    expect(effects).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
