// Times that no clock reaches, wherever they come in: refused in words, and nobody else has to wait for them.
import { describe, expect, it } from "vitest";
import { defineJob, defineIteration, enqueue, EnumerationError, InterruptOptionError, Throttled } from "#jobs";
import { failure, newSetting } from "./setting.ts";

const noTimes = [NaN, Infinity, -1, "5" as unknown as number];

describe("a wait that is none", () => {
  it.each(noTimes)("of job.interrupt fails that job, and the next one is performed: %j", async (wait) => {
    const waiting = defineJob<null>({
      name: "waiting",
      perform: (_args, job) => job.interrupt("rate_limited", { wait }),
    });
    const other = defineJob<null>({ name: "other", async perform() {} });
    const { queue, drain } = newSetting();
    await enqueue(queue, waiting, null);
    await enqueue(queue, other, null, { wait: 10 });
    const [first, second] = await drain([waiting, other]);
    expect(failure(first)).toBeInstanceOf(InterruptOptionError);
    expect(failure(first).message).toContain('job.interrupt("rate_limited", …) was given wait');
    expect(second).toMatchObject({ kind: "completed", job: { name: "other" } });
  });

  it.each(noTimes)("of Throttled fails the iteration: %j", async (backoffMs) => {
    const definition = defineIteration({
      name: "throttled",
      build: (_args: null, enumerate) =>
        enumerate.custom(async function* () {
          yield new Throttled(backoffMs) as never;
        }),
      each: () => {},
    });
    const { queue, drain } = newSetting();
    await enqueue(queue, definition, null);
    const [outcome] = await drain([definition]);
    expect(failure(outcome)).toBeInstanceOf(EnumerationError);
  });
});

describe("a worker", () => {
  it.each([0, -1, NaN, Infinity])("cannot lease for %d ms", (leaseMs) => {
    expect(() => newSetting().worker([], { leaseMs })).toThrow(`A worker was given leaseMs ${leaseMs}.`);
  });

  it.each([-1, NaN])("cannot have %d ms of grace", async (graceMs) => {
    await expect(newSetting().worker([]).stop({ graceMs })).rejects.toThrow(`stop was given graceMs ${graceMs}.`);
  });

  it.each([0, NaN, Infinity])("cannot look for jobs every %d ms", async (pollMs) => {
    await expect(newSetting().worker([]).run({ pollMs })).rejects.toThrow(`run was given pollMs ${pollMs}.`);
  });

  it("with grace without end waits for its job for as long as that takes", async () => {
    const { worker, clock, queue } = newSetting();
    let goOn = () => {};
    const waited = new Promise<void>((resolve) => (goOn = resolve));
    const definition = defineJob<null>({ name: "slow", perform: () => waited });
    await enqueue(queue, definition, null);
    const one = worker([definition]);
    const performing = one.performNext();
    const stopping = one.stop({ graceMs: Infinity });
    clock.advance(1e9);
    goOn();
    await performing;
    expect(await stopping).toBe("stopped");
  });
});
