// What a queue must do as one that settles leases, whatever it is made of.
import { describe, expect, it } from "vitest";
import { type JobRequest, type Lease, LeaseLostError } from "#jobs";
import { contractSetting, leaseMs, type MakeQueue, progress, request } from "./queue-setting.ts";

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeSettler(name: string, makeQueue: MakeQueue): void {
  describe(name, () => {
    const { now, lease, leaseAll } = contractSetting(makeQueue);

    // Each of these writes by someone who lost the lease would undo what the new holder does.
    const writes: [string, (lease: Lease) => Promise<unknown>][] = [
      ["renew", (old) => now.queue.renew(old, leaseMs)],
      ["acknowledge", (old) => now.queue.acknowledge(old, [request("follow-up")])],
      ["release", (old) => now.queue.release(old, { progress: undefined, resumptions: 9 })],
      ["bury", (old) => now.queue.bury(old, { error: new Error("zombie"), progress: undefined })],
    ];
    describe.each(writes)("%s", (_write, write) => {
      const assertRefused = async (old: Lease) => {
        const before = [await now.queue.jobs(), await now.queue.deadLetters()];
        await expect(write(old)).rejects.toThrow(new LeaseLostError(old.job.id));
        expect([await now.queue.jobs(), await now.queue.deadLetters()]).toEqual(before);
      };

      it("is refused at the moment when the lease runs out, even if nobody has taken the job", async () => {
        await now.queue.enqueue([request("a")]);
        const old = await lease();
        now.clock.advance(leaseMs);
        await assertRefused(old);
      });

      it("is refused when another worker has taken the job, and harms that one in no way", async () => {
        await now.queue.enqueue([request("a")]);
        const old = await lease();
        now.clock.advance(leaseMs);
        const taken = await lease();
        await assertRefused(old);
        await now.queue.acknowledge(taken, []);
        expect(await now.queue.jobs()).toEqual([]);
      });

      it("is refused after the job was acknowledged, released or buried", async () => {
        await now.queue.enqueue([request("a"), request("b"), request("c")]);
        const [a, b, c] = [await lease(), await lease(), await lease()];
        await now.queue.acknowledge(a, []);
        await now.queue.release(b, { progress: undefined, resumptions: 0 });
        await now.queue.bury(c, { error: new Error("no"), progress: undefined });
        for (const old of [a, b, c]) await assertRefused(old);
      });
    });

    describe("acknowledging", () => {
      it("removes the job and enqueues its follow-ups, each with its own delay", async () => {
        await now.queue.enqueue([request("a")]);
        const leased = await lease();
        now.clock.advanceTo(10);
        await now.queue.acknowledge(leased, [request("b", { wait: 20 }), request("c"), request("d", { key: "k" })]);
        expect((await now.queue.jobs()).map(({ name: of, runAt }) => `${of} at ${runAt}`).toSorted()).toEqual([
          "b at 30",
          "c at 10",
          "d at 10",
        ]);
      });
    });

    it.each<[string, JobRequest]>([
      ["a time that no clock reaches", request("c", { wait: NaN })],
      ["a key of another job", request("c", { key: "of a" })],
    ])("acknowledges nothing when a follow-up has %s", async (_what, wrong) => {
      await now.queue.enqueue([request("a", { key: "of a" })]);
      const leased = await lease();
      await expect(now.queue.acknowledge(leased, [request("b"), wrong])).rejects.toThrow(
        /the wait|belongs to a job|The wait/i,
      );
      expect((await now.queue.jobs()).map((job) => job.name)).toEqual(["a"]);
      await now.queue.acknowledge(leased, [request("b")]);
      expect((await now.queue.jobs()).map((job) => job.name)).toEqual(["b"]);
    });

    it.each([NaN, Infinity, -1])("releases nothing for %d ms, and keeps the lease", async (wait) => {
      await now.queue.enqueue([request("a")]);
      const leased = await lease();
      await expect(now.queue.release(leased, { progress, resumptions: 0, wait })).rejects.toThrow(RangeError);
      await now.queue.release(leased, { progress, resumptions: 0 });
      expect(await leaseAll()).toEqual(["a"]);
    });

    describe("releasing", () => {
      it("gives the job back with its progress, under its own id and key", async () => {
        await now.queue.enqueue([request("a", { key: "k" })]);
        const leased = await lease();
        now.clock.advanceTo(10);
        await now.queue.release(leased, { progress, resumptions: 3, wait: 5 });
        expect(await now.queue.jobs()).toEqual([
          { ...leased.job, progress, resumptions: 3, enqueuedAt: 10, runAt: 15, executions: 1 },
        ]);
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
        now.clock.advanceTo(15);
        expect((await lease()).job).toMatchObject({ id: leased.job.id, progress, executions: 2 });
      });

      it("drops the old progress when there is none now", async () => {
        await now.queue.enqueue([request("a", { progress })]);
        await now.queue.release(await lease(), { progress: undefined, resumptions: 0 });
        expect((await now.queue.jobs())[0]).not.toHaveProperty("progress");
      });

      it("can choose another queue and priority, and joins the end of the line", async () => {
        await now.queue.enqueue([request("a"), request("b", { queue: "slow", priority: 7 })]);
        await now.queue.release(await lease(), { progress, resumptions: 0, queue: "slow", priority: 7 });
        expect(await leaseAll(["default"])).toEqual([]);
        expect(await leaseAll(["slow"])).toEqual(["b", "a"]);
      });
    });
  });
}
