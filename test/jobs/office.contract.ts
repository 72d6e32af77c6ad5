// What a queue must do for those who look after it, whatever it is made of.
import { describe, expect, it } from "vitest";
import { freshTally } from "#jobs";
import { contractSetting, leaseMs, type MakeQueue, progress, request } from "./queue-setting.ts";

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeOffice(name: string, makeQueue: MakeQueue): void {
  describe(name, () => {
    const { now, lease, leaseAll, bury, waiting } = contractSetting(makeQueue);

    describe("dead letters", () => {
      it("keep the job with its arguments, its error and its cursor", async () => {
        const { job } = await bury();
        expect(await now.queue.jobs()).toEqual([]);
        expect(await now.queue.deadLetters()).toEqual([
          {
            job: { ...job, progress },
            error: { name: "RangeError", message: "too far", stack: expect.stringContaining("too far") as string },
            failedAt: 10,
          },
        ]);
      });

      it("keep what caused the error, and what caused that, as plain JSON", async () => {
        await now.queue.enqueue([request("a")]);
        const cause = new TypeError("no such field", { cause: new Error("old schema") });
        await now.queue.bury(await lease(), { error: new Error("failed", { cause }), progress: undefined });
        const letters = await now.queue.deadLetters();
        expect(letters[0]?.error).toMatchObject({
          message: "failed",
          cause: { name: "TypeError", message: "no such field", cause: { message: "old schema" } },
        });
        expect(JSON.parse(JSON.stringify(letters))).toEqual(letters);
      });

      it("begin their budgets anew when they are retried", async () => {
        await now.queue.enqueue([request("a")]);
        const leased = await lease();
        const tally = { ...freshTally, interruptions: 3, errors: 2, idle: 4, retries: { "0:Error": 5 }, runtimeMs: 70 };
        await now.queue.release(leased, { progress, resumptions: 3, tally });
        const again = await lease();
        await now.queue.bury(again, { error: new Error("no"), progress });
        await now.queue.retry(again.job.id);
        expect((await now.queue.jobs())[0]?.tally).toEqual({ ...freshTally, runtimeMs: 70, lastReturned: 2 });
      });

      it("can be retried: the job is due at once, with its progress, and counts on", async () => {
        const { job } = await bury({ wait: 0 });
        now.clock.advanceTo(500);
        expect(await now.queue.retry(job.id)).toBe(true);
        expect(await now.queue.deadLetters()).toEqual([]);
        expect((await lease()).job).toMatchObject({ id: job.id, args: job.args, progress, executions: 2 });
      });

      it("are retried once", async () => {
        const { job } = await bury();
        await now.queue.retry(job.id);
        expect(await now.queue.retry(job.id)).toBe(false);
        expect(await now.queue.retry("no such job")).toBe(false);
        expect(await waiting()).toEqual(["a"]);
      });

      it("keep their key", async () => {
        const { job } = await bury({ key: "k" });
        expect(await now.queue.enqueue([request("a", { key: "k" })])).toEqual([{ id: job.id, known: true }]);
        expect(await waiting()).toEqual([]);
      });
    });

    describe("what is due next", () => {
      it("is nothing in an empty queue", async () => {
        expect(await now.queue.nextDueAt()).toBeUndefined();
        expect(await now.queue.nextDueAt(["default"])).toBeUndefined();
      });

      it("is the earliest job, or a lease that runs out", async () => {
        await now.queue.enqueue([request("a", { at: 70 }), request("b", { at: 30, queue: "other" })]);
        expect(await now.queue.nextDueAt()).toBe(30);
        expect(await now.queue.nextDueAt(["default"])).toBe(70);
        now.clock.advanceTo(30);
        await lease(["other"]);
        expect(await now.queue.nextDueAt(["other"])).toBe(130);
        expect(await now.queue.nextDueAt()).toBe(70);
        expect(await now.queue.nextDueAt([])).toBeUndefined();
      });

      it("is the lease of a job that never waited in line", async () => {
        await now.queue.enqueueLeased(request("now", { queue: "new" }), leaseMs);
        expect(await now.queue.nextDueAt()).toBe(leaseMs);
        expect(await now.queue.nextDueAt(["new"])).toBe(leaseMs);
      });

      it("is not in the future when a job can be leased", async () => {
        await now.queue.enqueue([request("late", { priority: -1, at: 40 }), request("early", { at: 20 })]);
        now.clock.advanceTo(60);
        expect(await now.queue.nextDueAt()).toBeLessThanOrEqual(60);
        expect(await leaseAll()).toEqual(["late", "early"]);
      });
    });

    it("lists the jobs that wait and those that are leased, oldest first", async () => {
      await now.queue.enqueue([request("first", { priority: 9 })]);
      now.clock.advanceTo(1);
      await now.queue.enqueue([request("second", { wait: 1_000 })]);
      now.clock.advanceTo(2);
      await now.queue.enqueue([request("third", { queue: "other", priority: -9 })]);
      await lease(["default"]);
      expect(await waiting()).toEqual(["first", "second", "third"]);
    });

    it("lists equally old jobs in the order in which they came, whatever has become of them", async () => {
      await now.queue.enqueue(
        Array.from({ length: 7 }, (_, index) => request(`${index + 1}`, { priority: index % 3 })),
      );
      await lease();
      expect(await waiting()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    });
  });
}
