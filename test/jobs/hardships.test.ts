// What a worker lives through: a queue that does not answer, jobs that kill their process, jobs that never let go.
import { describe, expect, it } from "vitest";
import { type Clock, CrashLimitError, defineJob, enqueue, KeyReusedError, seconds, type Trouble } from "#jobs";
import { failure, newSetting, settle } from "./setting.ts";

describe("run", () => {
  it("tries again when the queue does not answer, after twice the time at each failure, and tells of it", async () => {
    let failures = 7;
    const wrap = (queue: ReturnType<typeof newSetting>["queue"]) =>
      new Proxy(queue, {
        get(target, property) {
          if (property === "lease" && failures > 0) {
            return async () => {
              failures -= 1;
              throw new Error("connection refused");
            };
          }
          const member = Reflect.get(target, property) as unknown;
          return typeof member === "function" ? (member.bind(target) as unknown) : member;
        },
      });
    const { queue, worker, clock } = newSetting(wrap);
    const done: number[] = [];
    const definition = defineJob<null>({ name: "fine", perform: async () => void done.push(clock.now()) });
    await enqueue(queue, definition, null);
    const troubles: Trouble[] = [];
    const one = worker([definition], { onTrouble: (trouble) => void troubles.push(trouble) });
    const running = one.run({ pollMs: seconds(1) });
    for (let turn = 0; turn < 100 && done.length === 0; turn += 1) {
      await settle();
      if (done.length === 0) clock.advance(seconds(1));
    }
    expect(done).toEqual([seconds(1 + 2 + 4 + 8 + 16 + 30 + 30)]);
    expect(troubles).toHaveLength(7);
    expect(troubles[0]).toMatchObject({
      kind: "outside_failed",
      error: { message: "connection refused" },
      retryInMs: 1_000,
    });
    await one.stop();
    await running;
  });
});

describe("a job whose process dies each time", () => {
  const killing = (maxCrashes?: number) =>
    defineJob<null>({
      name: "killing",
      ...(maxCrashes !== undefined && { maxCrashes }),
      perform: () => new Promise(() => {}),
    });

  it("is buried when it may not crash more often; executions that went back do not count", async () => {
    const definition = killing(2);
    const { queue, worker, clock } = newSetting();
    await enqueue(queue, definition, null);
    const crash = async () => {
      const one = worker([definition]);
      void one.performNext();
      await settle();
      one.kill();
      clock.advance(seconds(30));
    };
    for (let crashes = 0; crashes < 3; crashes += 1) await crash();
    const error = failure(await worker([definition]).performNext());
    expect(error).toBeInstanceOf(CrashLimitError);
    expect(error.message).toContain("More than 2 executions in a row have ended with their process");
    expect(await queue.deadLetters()).toMatchObject([{ job: { executions: 4 } }]);
    await queue.retry("job-1");
    await crash();
    const stopping = {
      ...definition,
      perform: async (_args: null, job: { interrupt(reason: string): Promise<never> }) => await job.interrupt("later"),
    };
    expect(await worker([stopping as typeof definition]).performNext()).toMatchObject({ kind: "interrupted" });
    clock.advance(seconds(5));
    for (let crashes = 0; crashes < 2; crashes += 1) await crash();
    const fine = { ...definition, perform: async () => {} };
    expect(await worker([fine]).performNext()).toMatchObject({ kind: "completed" });
  });

  it("goes on for ever when nobody says how often", () => {
    expect(killing().maxCrashes).toBe(Infinity);
  });
});

describe("a checkpoint", () => {
  it("lets the event loop turn when the clock says that it is time", async () => {
    let turns = 0;
    const { clock: virtual, queue, worker } = newSetting();
    const clock: Clock = {
      now: () => virtual.now(),
      after: (ms, callback) => virtual.after(ms, callback),
      turn: () => ((turns += 1) % 100 === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined),
    };
    let count = 0;
    const endless = defineJob<null>({
      name: "endless",
      perform: (_args, job) =>
        job.step<number>("count", { start: 0 }, async (step) => {
          while (count < 1_000_000) {
            count += 1;
            await step.set(step.cursor + 1);
          }
        }),
    });
    await enqueue(queue, endless, null);
    const one = worker([endless], { clock });
    setImmediate(() => void one.stop());
    expect(await one.performNext()).toMatchObject({ kind: "interrupted", reason: "stopping" });
    expect(count).toBeLessThan(1_000);
  });
});

describe("performNow", () => {
  const pay = defineJob<null>({ name: "pay", async perform() {} });
  const refund = defineJob<null>({ name: "refund", async perform() {} });

  it("performs nothing when its key is known, whatever has become of that job", async () => {
    const { queue, worker, drain } = newSetting();
    const { id } = await enqueue(queue, pay, null, { key: "17" });
    const now = async () => await worker([pay]).performNow(pay, null, { key: "17" });
    expect(await now()).toEqual({ kind: "known", id });
    expect(await drain([pay])).toHaveLength(1);
    expect(await now()).toEqual({ kind: "known", id });
  });

  it("refuses a key that belongs to another kind of job", async () => {
    const { queue, worker } = newSetting();
    await enqueue(queue, pay, null, { key: "17" });
    await expect(worker([refund]).performNow(refund, null, { key: "17" })).rejects.toThrow(KeyReusedError);
    await expect(enqueue(queue, refund, null, { key: "17" })).rejects.toThrow("Key '17' belongs to a job 'pay'");
  });
});

describe("a worker that leases only what it knows", () => {
  it("leaves other jobs for others, where one that leases all buries them", async () => {
    const known = defineJob<null>({ name: "known", async perform() {} });
    const other = defineJob<null>({ name: "other", async perform() {} });
    const { queue, worker } = newSetting();
    await enqueue(queue, other, null);
    await enqueue(queue, known, null);
    const choosy = worker([known], { onlyKnown: true });
    expect(await choosy.performNext()).toMatchObject({ kind: "completed", job: { name: "known" } });
    expect(await choosy.performNext()).toBeUndefined();
    expect(await worker([known]).performNext()).toMatchObject({ kind: "failed", job: { name: "other" } });
  });
});

describe("performLease", () => {
  it("performs a job that somebody else has leased", async () => {
    const known = defineJob<null>({ name: "known", async perform() {} });
    const { queue, worker } = newSetting();
    await enqueue(queue, known, null);
    const lease = await queue.lease({ leaseMs: seconds(30) });
    expect(await worker([known]).performLease(lease as NonNullable<typeof lease>)).toMatchObject({ kind: "completed" });
    expect(await queue.jobs()).toEqual([]);
  });
});
