// A handler ends the iteration, for good or for a while.
import { describe, expect, it } from "vitest";
import { Abort, AbortOptionError, enqueue, type Job, seconds } from "#jobs";
import { collecting, newSetting, runThrough } from "./setting.ts";

/** Ends at item 2 of 5 in the way given, and writes down what is called. */
function ending(end: (job: Job) => void | Promise<void>) {
  const calls: unknown[] = [];
  const hook = (name: string) => () => void calls.push(name);
  const extra = {
    each: async (item: unknown, _args: null, job: Job) => {
      calls.push(item);
      if (item === 2) await end(job);
    },
    onShutdown: hook("shutdown"),
    onComplete: hook("complete"),
  };
  return { calls, job: collecting((enumerate) => enumerate.times(5), [], extra), extra };
}

const throws = (options?: ConstructorParameters<typeof Abort>[0]) => () => {
  throw new Abort(options);
};

describe("Abort", () => {
  it.each([
    ["plain, completes", throws(), ["shutdown", "complete"]],
    ["with complete: true, completes", throws({ complete: true }), ["shutdown", "complete"]],
    ["with complete: false, does not", throws({ complete: false }), ["shutdown"]],
  ])("%s; the item's cursor is not saved, and nothing goes back to the queue", async (_name, end, last) => {
    const { calls, job } = ending(end);
    const { queue, drain, events } = newSetting();
    await enqueue(queue, job, null);
    expect(await drain([job])).toMatchObject([{ kind: "completed" }]);
    expect(calls).toEqual([0, 1, 2, ...last]);
    expect(events.filter(({ type }) => type === "checkpoint")).toHaveLength(2);
  });

  it("ends what it goes through: the source is closed", async () => {
    let closed = false;
    await runThrough(
      (enumerate) =>
        enumerate.custom(function* () {
          try {
            for (let index = 0; ; index += 1) yield [index, index] as const;
          } finally {
            closed = true;
          }
        }),
      undefined,
      {
        each: (item) => {
          if (item === 2) throw new Abort();
        },
      },
    );
    expect(closed).toBe(true);
  });

  it("may pass through aroundEach", async () => {
    const { kinds } = await runThrough((enumerate) => enumerate.times(5), undefined, {
      aroundEach: async (next) => await next(),
      each: throws(),
    });
    expect(kinds).toEqual(["completed"]);
  });

  it("refuses a value that means nothing, at the line that throws it", async () => {
    expect(throws({ complete: "nonsense" as never })).toThrow(AbortOptionError);
    expect(throws({ complete: ["later", 60] as never })).toThrow(
      'Abort takes complete, true or false; found ["later",60]. Write `throw new Abort({ complete: false })`, ' +
        "or `await job.interrupt(reason, { wait })` to come back later to the same item.",
    );
    const { calls, job } = ending(throws({ complete: "nonsense" as never }));
    const { queue, drain } = newSetting();
    await enqueue(queue, job, null);
    expect(await drain([job])).toMatchObject([{ kind: "failed", error: { name: "AbortOptionError" } }]);
    expect(calls).toEqual([0, 1, 2]);
  });
});

describe("job.interrupt in a handler", () => {
  it("comes back to the same item when it has waited", async () => {
    let times = 0;
    const end = async (job: Job) => {
      if ((times += 1) <= 2) await job.interrupt("rate_limited", { wait: seconds(60) });
    };
    const { calls, job } = ending(end);
    const { queue, clock, drain } = newSetting();
    await enqueue(queue, job, null);
    const outcomes = await drain([job]);
    expect(outcomes).toMatchObject([{ reason: "rate_limited" }, { reason: "rate_limited" }, { kind: "completed" }]);
    expect(calls).toEqual([0, 1, 2, "shutdown", 2, "shutdown", 2, 3, 4, "shutdown", "complete"]);
    expect(clock.now()).toBe(120_000);
  });
});
