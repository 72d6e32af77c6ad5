// What every queue must do, whatever it is made of. A queue's own test calls this with a way to make one.
import { beforeEach, describe, expect, it } from "vitest";
import { type JobRequest, type Lease, LeaseLostError, type Progress, type Queue } from "#jobs";
import { VirtualClock } from "#simulation";

const leaseMs = 100;
const progress: Progress = { completed: ["charge"], current: { step: "mail", cursor: { customer: 3, order: null } } };

const request = (name: string, options: Partial<JobRequest> = {}): JobRequest => ({
  name,
  args: { of: name },
  queue: "default",
  priority: 0,
  ...options,
});

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeQueue(name: string, makeQueue: (clock: VirtualClock) => Queue | Promise<Queue>): void {
  describe(name, () => {
    let clock: VirtualClock;
    let queue: Queue;

    beforeEach(async () => {
      clock = new VirtualClock();
      queue = await makeQueue(clock);
    });

    const lease = async (queues?: readonly string[]): Promise<Lease> => {
      const leased = await queue.lease({ leaseMs, ...(queues && { queues }) });
      if (!leased) throw new Error("No job is due.");
      return leased;
    };
    /** Leases everything that is due and gives the names in that order. */
    const leaseAll = async (queues?: readonly string[]): Promise<readonly string[]> => {
      const names: string[] = [];
      for (;;) {
        const leased = await queue.lease({ leaseMs, ...(queues && { queues }) });
        if (!leased) return names;
        names.push(leased.job.name);
      }
    };
    /** Enqueues a job and buries it; returns the lease that it had. */
    const bury = async (options: Partial<JobRequest> = {}) => {
      await queue.enqueue([request("a", options)]);
      const leased = await lease();
      clock.advanceTo(10);
      await queue.bury(leased, { error: new RangeError("too far"), progress });
      return leased;
    };
    const waiting = async () => (await queue.jobs()).map((job) => job.name);

    describe("enqueueing", () => {
      it("writes the job down as it will be leased", async () => {
        clock.advanceTo(50);
        const [id] = await queue.enqueue([request("a", { priority: 2, wait: 10, progress, resumptions: 4 })]);
        const [job] = await queue.jobs();
        expect(job).toEqual({
          id,
          name: "a",
          args: { of: "a" },
          queue: "default",
          priority: 2,
          enqueuedAt: 50,
          runAt: 60,
          executions: 0,
          resumptions: 4,
          progress,
        });
        expect(JSON.parse(JSON.stringify(job))).toEqual(job);
        clock.advanceTo(60);
        expect((await lease()).job).toEqual({ ...job, executions: 1 });
      });

      it("takes many in one write and returns their ids in order", async () => {
        const ids = await queue.enqueue([request("a"), request("b"), request("c")]);
        expect(new Set(ids).size).toBe(3);
        expect((await queue.jobs()).map((job) => job.id).toSorted()).toEqual([...ids].toSorted());
        expect(await queue.enqueue([])).toEqual([]);
      });

      it("adds no second job for a key, and returns the first one's id", async () => {
        const [first] = await queue.enqueue([request("a", { key: "charge 1" })]);
        const ids = await queue.enqueue([request("a", { key: "charge 1" }), request("b", { key: "charge 2" })]);
        expect(ids[0]).toBe(first);
        expect(ids[1]).not.toBe(first);
        expect(await waiting()).toEqual(["a", "b"]);
      });

      it("sees a key twice in one write", async () => {
        const ids = await queue.enqueue([request("a", { key: "k" }), request("a", { key: "k" })]);
        expect(ids[0]).toBe(ids[1]);
        expect(await waiting()).toEqual(["a"]);
      });

      it("remembers a key while the job is leased, and after it is done", async () => {
        await queue.enqueue([request("a", { key: "k" })]);
        const leased = await lease();
        await queue.enqueue([request("a", { key: "k" })]);
        await queue.acknowledge(leased, [request("a", { key: "k" })]);
        await queue.enqueue([request("a", { key: "k" })]);
        expect(await waiting()).toEqual([]);
      });

      it("does not take jobs of one name or of equal arguments for the same job", async () => {
        await queue.enqueue([request("a"), request("a")]);
        expect(await leaseAll()).toEqual(["a", "a"]);
      });
    });

    describe("leasing", () => {
      it("gives nothing when nothing waits", async () => {
        expect(await queue.lease({ leaseMs })).toBeUndefined();
        expect(await queue.lease({ leaseMs, queues: ["nowhere"] })).toBeUndefined();
      });

      it("gives each job to one worker only", async () => {
        await queue.enqueue([request("a")]);
        await lease();
        expect(await queue.lease({ leaseMs })).toBeUndefined();
      });

      it("takes equal jobs in the order in which they came", async () => {
        const names = Array.from({ length: 50 }, (_, index) => `job ${index}`);
        await queue.enqueue(names.map((one) => request(one)));
        expect(await leaseAll()).toEqual(names);
      });

      it("takes the lower priority number first, then the older job", async () => {
        const priorities = [3, -1, 0, 3, -1, 7, 0];
        await queue.enqueue(priorities.map((priority, index) => request(`${priority} #${index}`, { priority })));
        expect(await leaseAll()).toEqual(["-1 #1", "-1 #4", "0 #2", "0 #6", "3 #0", "3 #3", "7 #5"]);
      });

      it("compares priorities across queues when none are named", async () => {
        await queue.enqueue([
          request("low", { queue: "x", priority: 5 }),
          request("high", { queue: "y", priority: 1 }),
          request("older", { queue: "z", priority: 1 }),
        ]);
        expect(await leaseAll()).toEqual(["high", "older", "low"]);
      });

      it("empties the queues in the order given, whatever the priorities, and no others", async () => {
        await queue.enqueue([
          request("mail", { queue: "mailers", priority: -9 }),
          request("pay", { queue: "critical", priority: 9 }),
          request("other", { queue: "other" }),
        ]);
        expect(await leaseAll(["critical", "mailers"])).toEqual(["pay", "mail"]);
        expect(await leaseAll([])).toEqual([]);
        expect(await leaseAll(["other"])).toEqual(["other"]);
      });

      it("holds a job back until its time: not a millisecond before, and then at once", async () => {
        await queue.enqueue([request("later", { wait: 100 }), request("at", { at: 50 }), request("now")]);
        expect(await leaseAll()).toEqual(["now"]);
        clock.advanceTo(49);
        expect(await leaseAll()).toEqual([]);
        clock.advanceTo(50);
        expect(await leaseAll()).toEqual(["at"]);
        clock.advanceTo(100);
        expect(await leaseAll()).toContain("later");
      });

      it("takes a time that has passed as now", async () => {
        clock.advanceTo(1_000);
        await queue.enqueue([request("past", { at: 10 })]);
        expect(await leaseAll()).toEqual(["past"]);
      });

      it("does not let a delayed job of high priority block those that are due", async () => {
        await queue.enqueue([request("high", { priority: -1, wait: 100 }), request("low", { priority: 9 })]);
        expect(await leaseAll()).toEqual(["low"]);
      });

      it("counts executions, those that never ended included", async () => {
        await queue.enqueue([request("a")]);
        expect((await lease()).job.executions).toBe(1);
        clock.advance(leaseMs);
        expect((await lease()).job.executions).toBe(2);
      });
    });

    describe("a lease", () => {
      it("lasts until the moment that it names, and not at it", async () => {
        await queue.enqueue([request("a")]);
        const leased = await lease();
        expect(leased.until).toBe(leaseMs);
        clock.advanceTo(leaseMs - 1);
        expect(await queue.lease({ leaseMs })).toBeUndefined();
        clock.advanceTo(leaseMs);
        await expect(queue.renew(leased, leaseMs)).rejects.toThrow(LeaseLostError);
        expect((await lease()).job.id).toBe(leased.job.id);
      });

      it("is kept by renewing, from now on", async () => {
        await queue.enqueue([request("a")]);
        const first = await lease();
        clock.advanceTo(60);
        const renewed = await queue.renew(first, leaseMs);
        expect(renewed).toMatchObject({ until: 160, job: first.job });
        clock.advanceTo(159);
        expect(await queue.lease({ leaseMs })).toBeUndefined();
        await queue.acknowledge(renewed, []);
        expect(await queue.jobs()).toEqual([]);
      });

      it("is good for every method while an older copy of it is used: only the job's execution counts", async () => {
        await queue.enqueue([request("a")]);
        const first = await lease();
        clock.advanceTo(60);
        await queue.renew(first, leaseMs);
        clock.advanceTo(120);
        await queue.acknowledge(first, []);
        expect(await queue.jobs()).toEqual([]);
      });

      it("has its own length: each one runs out in its turn", async () => {
        await queue.enqueue([request("a"), request("b"), request("c")]);
        for (const length of [100, 300, 200]) await queue.lease({ leaseMs: length });
        for (const [moment, next] of [
          [100, "a"],
          [200, "c"],
          [300, "b"],
        ] as const) {
          clock.advanceTo(moment);
          expect((await queue.lease({ leaseMs: 1_000 }))?.job.name).toBe(next);
        }
      });

      it("can be asked for when the job is enqueued, so that nobody else gets it", async () => {
        const leased = await queue.enqueueLeased(request("now"), leaseMs);
        expect(leased).toMatchObject({ until: leaseMs, job: { name: "now", executions: 1 } });
        expect(await queue.lease({ leaseMs })).toBeUndefined();
        expect(await waiting()).toEqual(["now"]);
        await queue.acknowledge(leased, []);
        expect(await waiting()).toEqual([]);
      });
    });

    // Each of these writes by someone who lost the lease would undo what the new holder does.
    const writes: [string, (lease: Lease) => Promise<unknown>][] = [
      ["renew", (old) => queue.renew(old, leaseMs)],
      ["acknowledge", (old) => queue.acknowledge(old, [request("follow-up")])],
      ["release", (old) => queue.release(old, { progress: undefined, resumptions: 9 })],
      ["bury", (old) => queue.bury(old, { error: new Error("zombie"), progress: undefined })],
    ];
    describe.each(writes)("%s", (_write, write) => {
      const assertRefused = async (old: Lease) => {
        const before = [await queue.jobs(), await queue.deadLetters()];
        await expect(write(old)).rejects.toThrow(new LeaseLostError(old.job.id));
        expect([await queue.jobs(), await queue.deadLetters()]).toEqual(before);
      };

      it("is refused at the moment when the lease runs out, even if nobody has taken the job", async () => {
        await queue.enqueue([request("a")]);
        const old = await lease();
        clock.advanceTo(old.until);
        await assertRefused(old);
      });

      it("is refused when another worker has taken the job, and harms that one in no way", async () => {
        await queue.enqueue([request("a")]);
        const old = await lease();
        clock.advance(leaseMs);
        const taken = await lease();
        await assertRefused(old);
        await queue.acknowledge(taken, []);
        expect(await queue.jobs()).toEqual([]);
      });

      it("is refused after the job was acknowledged, released or buried", async () => {
        await queue.enqueue([request("a"), request("b"), request("c")]);
        const [a, b, c] = [await lease(), await lease(), await lease()];
        await queue.acknowledge(a, []);
        await queue.release(b, { progress: undefined, resumptions: 0 });
        await queue.bury(c, { error: new Error("no"), progress: undefined });
        for (const old of [a, b, c]) await assertRefused(old);
      });
    });

    describe("acknowledging", () => {
      it("removes the job and enqueues its follow-ups, each with its own delay", async () => {
        await queue.enqueue([request("a")]);
        const leased = await lease();
        clock.advanceTo(10);
        await queue.acknowledge(leased, [request("b", { wait: 20 }), request("c"), request("d", { key: "k" })]);
        expect((await queue.jobs()).map(({ name: of, runAt }) => `${of} at ${runAt}`).toSorted()).toEqual([
          "b at 30",
          "c at 10",
          "d at 10",
        ]);
      });
    });

    describe("releasing", () => {
      it("gives the job back with its progress, under its own id and key", async () => {
        await queue.enqueue([request("a", { key: "k" })]);
        const leased = await lease();
        clock.advanceTo(10);
        await queue.release(leased, { progress, resumptions: 3, wait: 5 });
        expect(await queue.jobs()).toEqual([
          { ...leased.job, progress, resumptions: 3, enqueuedAt: 10, runAt: 15, executions: 1 },
        ]);
        expect(await queue.lease({ leaseMs })).toBeUndefined();
        clock.advanceTo(15);
        expect((await lease()).job).toMatchObject({ id: leased.job.id, progress, executions: 2 });
      });

      it("drops the old progress when there is none now", async () => {
        await queue.enqueue([request("a", { progress })]);
        await queue.release(await lease(), { progress: undefined, resumptions: 0 });
        expect((await queue.jobs())[0]).not.toHaveProperty("progress");
      });

      it("can choose another queue and priority, and joins the end of the line", async () => {
        await queue.enqueue([request("a"), request("b", { queue: "slow", priority: 7 })]);
        await queue.release(await lease(), { progress, resumptions: 0, queue: "slow", priority: 7 });
        expect(await leaseAll(["default"])).toEqual([]);
        expect(await leaseAll(["slow"])).toEqual(["b", "a"]);
      });
    });

    describe("dead letters", () => {
      it("keep the job with its arguments, its error and its cursor", async () => {
        const { job } = await bury();
        expect(await queue.jobs()).toEqual([]);
        expect(await queue.deadLetters()).toEqual([
          { job: { ...job, progress }, error: { name: "RangeError", message: "too far" }, failedAt: 10 },
        ]);
      });

      it("can be retried: the job is due at once, with its progress, and counts on", async () => {
        const { job } = await bury({ wait: 0 });
        clock.advanceTo(500);
        expect(await queue.retry(job.id)).toBe(true);
        expect(await queue.deadLetters()).toEqual([]);
        expect((await lease()).job).toMatchObject({ id: job.id, args: job.args, progress, executions: 2 });
      });

      it("are retried once", async () => {
        const { job } = await bury();
        await queue.retry(job.id);
        expect(await queue.retry(job.id)).toBe(false);
        expect(await queue.retry("no such job")).toBe(false);
        expect(await waiting()).toEqual(["a"]);
      });

      it("keep their key", async () => {
        const { job } = await bury({ key: "k" });
        expect(await queue.enqueue([request("a", { key: "k" })])).toEqual([job.id]);
        expect(await waiting()).toEqual([]);
      });
    });

    describe("what is due next", () => {
      it("is nothing in an empty queue", async () => {
        expect(await queue.nextDueAt()).toBeUndefined();
        expect(await queue.nextDueAt(["default"])).toBeUndefined();
      });

      it("is the earliest job, or a lease that runs out", async () => {
        await queue.enqueue([request("a", { at: 70 }), request("b", { at: 30, queue: "other" })]);
        expect(await queue.nextDueAt()).toBe(30);
        expect(await queue.nextDueAt(["default"])).toBe(70);
        clock.advanceTo(30);
        await lease(["other"]);
        expect(await queue.nextDueAt(["other"])).toBe(130);
        expect(await queue.nextDueAt()).toBe(70);
        expect(await queue.nextDueAt([])).toBeUndefined();
      });

      it("is the lease of a job that never waited in line", async () => {
        await queue.enqueueLeased(request("now", { queue: "new" }), leaseMs);
        expect(await queue.nextDueAt()).toBe(leaseMs);
        expect(await queue.nextDueAt(["new"])).toBe(leaseMs);
      });

      it("is not in the future when a job can be leased", async () => {
        await queue.enqueue([request("late", { priority: -1, at: 40 }), request("early", { at: 20 })]);
        clock.advanceTo(60);
        expect(await queue.nextDueAt()).toBeLessThanOrEqual(60);
        expect(await leaseAll()).toEqual(["late", "early"]);
      });
    });

    it("lists the jobs that wait and those that are leased, oldest first", async () => {
      await queue.enqueue([request("first", { priority: 9 })]);
      clock.advanceTo(1);
      await queue.enqueue([request("second", { wait: 1_000 })]);
      clock.advanceTo(2);
      await queue.enqueue([request("third", { queue: "other", priority: -9 })]);
      await lease(["default"]);
      expect(await waiting()).toEqual(["first", "second", "third"]);
    });

    it("delivers every job exactly once to workers that lose no lease, whatever the mix", async () => {
      const mixed = Array.from({ length: 300 }, (_, index) =>
        request(`job ${index}`, { priority: (index * 7) % 5, wait: (index * 13) % 40, queue: `queue ${index % 3}` }),
      );
      await queue.enqueue(mixed);
      const done: string[] = [];
      for (let at = await queue.nextDueAt(); at !== undefined; at = await queue.nextDueAt()) {
        clock.advanceTo(at);
        const leased = await lease();
        done.push(leased.job.name);
        await queue.acknowledge(leased, []);
      }
      expect(done.toSorted()).toEqual(mixed.map((one) => one.name).toSorted());
    });
  });
}
