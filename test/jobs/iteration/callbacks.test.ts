// Which callback runs when, and how often, whatever becomes of the job.
import { describe, expect, it } from "vitest";
import {
  AroundEachError,
  defineIteration,
  enqueue,
  type IterationOptions,
  MemoryProgress,
  payloadProgress,
  Worker,
} from "#jobs";
import { failure, settle, stopAtQuestion } from "../setting.ts";
import { newSetting, runThrough } from "./setting.ts";

type Options = Partial<IterationOptions<null, number, undefined, number>>;

/** A job of three items that writes down what is called. */
function logging(extra: Options = {}) {
  const calls: string[] = [];
  const hook = (name: string) => async () => void calls.push(name);
  const job = defineIteration<null, number, number, undefined>({
    name: "logging",
    build: (_args, enumerate) => (calls.push("build"), enumerate.times(3)),
    each: (item) => void calls.push(`each ${item}`),
    onStart: hook("start"),
    onShutdown: hook("shutdown"),
    onComplete: hook("complete"),
    ...extra,
  });
  return { calls, job };
}

describe("callbacks", () => {
  it("run in order, around every item when asked to", async () => {
    const { calls, job } = logging({
      async aroundEach(next, item) {
        calls.push(`before ${item}`);
        await next();
        calls.push(`after ${item}`);
      },
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job]);
    const items = [0, 1, 2].flatMap((item) => [`before ${item}`, `each ${item}`, `after ${item}`]);
    expect(calls).toEqual(["build", "start", ...items, "shutdown", "complete"]);
  });

  it("shut down each execution, start and complete once, also when stopped at the last item", async () => {
    const { calls, job } = logging();
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job], { stopReason: () => "stopping" });
    expect(calls).toEqual(
      ["build", "start", "each 0", "shutdown", "build", "each 1", "shutdown", "build", "each 2", "shutdown"].concat([
        "build",
        "shutdown",
        "complete",
      ]),
    );
  });

  it("shut down before the job goes back to the queue", async () => {
    const { queue, perform } = newSetting();
    const waiting: boolean[] = [];
    const { job } = logging({
      onShutdown: async () => void waiting.push((await queue.lease({ leaseMs: 1 })) !== undefined),
    });
    await enqueue(queue, job, null);
    await perform([job], { stopReason: () => "stopping" });
    expect(waiting).toEqual([false]);
    expect(await queue.jobs()).toHaveLength(1);
  });

  it("run for nothing found, and not at all when build says that there is nothing to do", async () => {
    const empty = logging({ build: (_args, enumerate) => enumerate.times(0) });
    const none = logging({ build: () => undefined });
    const { queue, drain } = newSetting();
    await enqueue(queue, empty.job, null);
    expect(await drain([empty.job])).toMatchObject([{ kind: "completed" }]);
    await enqueue(queue, none.job, null);
    expect(await drain([none.job])).toMatchObject([{ kind: "completed" }]);
    expect([empty.calls, none.calls]).toEqual([["start", "shutdown", "complete"], []]);
  });

  it("do not shut down after an error; a retry does not start again, and begins with the same item", async () => {
    let failures = 0;
    const { calls, job } = logging({
      each: (item) => {
        calls.push(`each ${item}`);
        if (item === 1 && (failures += 1) <= 2) throw new Error("declined");
      },
      retryOn: [{ errors: Error, wait: 1_000, attempts: 3 }],
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    expect((await drain([job])).map(({ kind }) => kind)).toEqual(["retried", "retried", "completed"]);
    expect(calls.filter((call) => call !== "build")).toEqual([
      "start",
      "each 0",
      "each 1",
      "each 1",
      "each 1",
      "each 2",
      "shutdown",
      "complete",
    ]);
  });

  it("start again when the start failed", async () => {
    let starts = 0;
    const { calls, job } = logging({
      onStart: () => {
        if ((starts += 1) === 1) throw new Error("no disk");
      },
      retryOn: [{ errors: Error, wait: 0 }],
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    await drain([job]);
    expect(starts).toBe(2);
    expect(calls.at(-1)).toBe("complete");
  });

  it.each([
    ["in the payload, which a crash loses", payloadProgress, ["start", "each 0", "start", "each 0"]],
    ["in a store, which had it before the crash", new MemoryProgress(), ["start", "each 0", "each 1"]],
  ])("start again after a crash if that is not saved: progress %s", async (_name, progress, expected) => {
    const { calls, job } = logging();
    const { clock, queue } = newSetting();
    await enqueue(queue, job, null);
    const worker = (stopReason: () => string | undefined) =>
      new Worker<undefined>({ clock, queue, jobs: [job], services: undefined, progress, stopReason });
    const dying: Worker<undefined> = worker(() => (dying.kill(), undefined));
    void dying.performNext();
    await settle();
    clock.advance(30_000);
    await worker(() => "stopping").performNext();
    expect(calls.filter((call) => call.startsWith("start") || call.startsWith("each"))).toEqual(expected);
  });

  it("may keep a last value when the job is interrupted: it goes back together with the cursor", async () => {
    let sum = 0;
    const { job } = logging({
      each: (item) => void (sum += item),
      onShutdown: (_args, current) => {
        current.attribute("sum", 0).value = sum;
      },
    });
    const { queue, perform } = newSetting();
    await enqueue(queue, job, null);
    await perform([job], { stopReason: stopAtQuestion(2) });
    expect((await queue.jobs())[0]?.progress).toMatchObject({ current: { cursor: 1 }, attributes: { sum: 1 } });
  });

  it("receive arguments, job and services", async () => {
    const seen: unknown[] = [];
    const see =
      (name: string) =>
      (...given: readonly unknown[]) =>
        void seen.push([name, ...given.map((one) => (typeof one === "object" && one && "id" in one ? "job" : one))]);
    const job = defineIteration<string, number, number, string>({
      name: "seeing",
      build: (args, enumerate, current, services) => (see("build")(args, current, services), enumerate.once()),
      each: see("each"),
      onStart: see("start"),
      onShutdown: see("shutdown"),
      onComplete: see("complete"),
      aroundEach: async (next, ...rest) => (see("around")(...rest), await next()),
    });
    const { clock, queue } = newSetting();
    await enqueue(queue, job, "args");
    await new Worker({ clock, queue, jobs: [job], services: "services" }).performNext();
    expect(seen).toEqual([
      ["build", "args", "job", "services"],
      ["start", "args", "job", "services"],
      ["around", 0, "args", "job", "services"],
      ["each", 0, "args", "job", "services"],
      ["shutdown", "args", "job", "services"],
      ["complete", "args", "job", "services"],
    ]);
  });
});

describe("aroundEach", () => {
  const faultOf = async (aroundEach: NonNullable<Options["aroundEach"]>) => {
    const { done, outcomes } = await runThrough((enumerate) => enumerate.times(2), undefined, {
      aroundEach: aroundEach as never,
      each: () => settle(),
    });
    expect(done).toEqual([]);
    expect(outcomes[0]?.progress.current?.cursor).toBeUndefined();
    return failure(outcomes[0]);
  };

  it("must call next: an item that it forgets would count as done", async () => {
    const error = await faultOf(async () => {});
    expect(error).toBeInstanceOf(AroundEachError);
    expect(error.message).toBe(
      "aroundEach of job 'collect' did not call next. Write `await next();` in it, exactly once; " +
        "an item that is to be skipped is skipped in `each`.",
    );
  });

  it("must await next", async () => {
    expect((await faultOf(async (next) => void next())).message).toMatch(/did not await next/);
  });

  it("must not call next twice", async () => {
    const twice = async (next: () => Promise<void>) => {
      await next();
      await next();
    };
    expect((await faultOf(twice)).message).toMatch(/called next a second time/);
  });

  it("may catch what each throws: then the item is done", async () => {
    const caught: unknown[] = [];
    const { kinds } = await runThrough((enumerate) => enumerate.times(2), undefined, {
      aroundEach: async (next) => await next().catch((error: unknown) => void caught.push(error)),
      each: () => {
        throw new Error("declined");
      },
    });
    expect(kinds).toEqual(["completed"]);
    expect(caught).toHaveLength(2);
  });
});
