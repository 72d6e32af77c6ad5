// What a queue must do as one that hands out leases, whatever it is made of.
import { describe, expect, it } from "vitest";
import { type Lease, LeaseLostError } from "#jobs";
import { contractSetting, leaseMs, type MakeQueue, request } from "./queue-setting.ts";

/** @param makeQueue makes an empty queue whose time comes from the clock */
export function describeLessor(name: string, makeQueue: MakeQueue): void {
  describe(name, () => {
    const { now, lease, leaseAll, waiting } = contractSetting(makeQueue);

    describe("leasing", () => {
      it("gives nothing when nothing waits", async () => {
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
        expect(await now.queue.lease({ leaseMs, queues: ["nowhere"] })).toBeUndefined();
      });

      it("gives each job to one worker only", async () => {
        await now.queue.enqueue([request("a")]);
        await lease();
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
      });

      it("takes equal jobs in the order in which they came", async () => {
        const names = Array.from({ length: 50 }, (_, index) => `job ${index}`);
        await now.queue.enqueue(names.map((one) => request(one)));
        expect(await leaseAll()).toEqual(names);
      });

      it("takes those of one priority in the order in which they became due", async () => {
        await now.queue.enqueue([
          request("in 30", { wait: 30 }),
          request("in 20", { wait: 20 }),
          request("in 30, too", { wait: 30 }),
          request("at once"),
        ]);
        now.clock.advanceTo(50);
        expect(await leaseAll()).toEqual(["at once", "in 20", "in 30", "in 30, too"]);
      });

      it("takes a crashed job as due from the moment at which its lease ran out", async () => {
        await now.queue.enqueue([request("crashed")]);
        await lease();
        now.clock.advanceTo(50);
        await now.queue.enqueue([request("before")]);
        now.clock.advanceTo(leaseMs + 20);
        await now.queue.enqueue([request("after")]);
        expect(await leaseAll()).toEqual(["before", "crashed", "after"]);
      });

      it("leases jobs of the wanted names only, and leaves the others in their places", async () => {
        await now.queue.enqueue([request("a"), request("b"), request("c", { queue: "other" }), request("b")]);
        expect((await now.queue.lease({ leaseMs, names: ["b", "c"] }))?.job.name).toBe("b");
        expect((await now.queue.lease({ leaseMs, names: ["c"], queues: ["other"] }))?.job.name).toBe("c");
        expect(await now.queue.lease({ leaseMs, names: ["nothing"] })).toBeUndefined();
        expect(await leaseAll()).toEqual(["a", "b"]);
      });

      it("takes the lower priority number first, then the older job", async () => {
        const priorities = [3, -1, 0, 3, -1, 7, 0];
        await now.queue.enqueue(priorities.map((priority, index) => request(`${priority} #${index}`, { priority })));
        expect(await leaseAll()).toEqual(["-1 #1", "-1 #4", "0 #2", "0 #6", "3 #0", "3 #3", "7 #5"]);
      });

      it("compares priorities across queues when none are named", async () => {
        await now.queue.enqueue([
          request("low", { queue: "x", priority: 5 }),
          request("high", { queue: "y", priority: 1 }),
          request("older", { queue: "z", priority: 1 }),
        ]);
        expect(await leaseAll()).toEqual(["high", "older", "low"]);
      });

      it("empties the queues in the order given, whatever the priorities, and no others", async () => {
        await now.queue.enqueue([
          request("mail", { queue: "mailers", priority: -9 }),
          request("pay", { queue: "critical", priority: 9 }),
          request("other", { queue: "other" }),
        ]);
        expect(await leaseAll(["critical", "mailers"])).toEqual(["pay", "mail"]);
        expect(await leaseAll([])).toEqual([]);
        expect(await leaseAll(["other"])).toEqual(["other"]);
      });

      it("holds a job back until its time: not a millisecond before, and then at once", async () => {
        await now.queue.enqueue([request("later", { wait: 100 }), request("at", { at: 50 }), request("now")]);
        expect(await leaseAll()).toEqual(["now"]);
        now.clock.advanceTo(49);
        expect(await leaseAll()).toEqual([]);
        now.clock.advanceTo(50);
        expect(await leaseAll()).toEqual(["at"]);
        now.clock.advanceTo(100);
        expect(await leaseAll()).toContain("later");
      });

      it("takes a time that has passed as now", async () => {
        now.clock.advanceTo(1_000);
        await now.queue.enqueue([request("past", { at: 10 })]);
        expect(await leaseAll()).toEqual(["past"]);
      });

      it("does not let a delayed job of high priority block those that are due", async () => {
        await now.queue.enqueue([request("high", { priority: -1, wait: 100 }), request("low", { priority: 9 })]);
        expect(await leaseAll()).toEqual(["low"]);
      });

      it("counts executions, those that never ended included", async () => {
        await now.queue.enqueue([request("a")]);
        expect((await lease()).job.executions).toBe(1);
        now.clock.advance(leaseMs);
        expect((await lease()).job.executions).toBe(2);
      });
    });

    describe("a lease", () => {
      it("lasts for as long as was asked for, and not a moment longer", async () => {
        await now.queue.enqueue([request("a")]);
        const leased = await lease();
        now.clock.advanceTo(leaseMs - 1);
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
        now.clock.advanceTo(leaseMs);
        await expect(now.queue.renew(leased, leaseMs)).rejects.toThrow(LeaseLostError);
        expect((await lease()).job.id).toBe(leased.job.id);
      });

      it("is kept by renewing, from now on", async () => {
        await now.queue.enqueue([request("a")]);
        const first = await lease();
        now.clock.advanceTo(60);
        await now.queue.renew(first, leaseMs);
        now.clock.advanceTo(159);
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
        await now.queue.acknowledge(first, []);
        expect(await now.queue.jobs()).toEqual([]);
      });

      it("is good for every method while an older copy of it is used: only the job's execution counts", async () => {
        await now.queue.enqueue([request("a")]);
        const first = await lease();
        now.clock.advanceTo(60);
        await now.queue.renew(first, leaseMs);
        now.clock.advanceTo(120);
        await now.queue.acknowledge(first, []);
        expect(await now.queue.jobs()).toEqual([]);
      });

      it("has its own length: each one runs out in its turn", async () => {
        await now.queue.enqueue([request("a"), request("b"), request("c")]);
        for (const length of [100, 300, 200]) await now.queue.lease({ leaseMs: length });
        for (const [moment, next] of [
          [100, "a"],
          [200, "c"],
          [300, "b"],
        ] as const) {
          now.clock.advanceTo(moment);
          expect((await now.queue.lease({ leaseMs: 1_000 }))?.job.name).toBe(next);
        }
      });

      it("can be asked for when the job is enqueued, so that nobody else gets it", async () => {
        const { id, known, lease: leased } = await now.queue.enqueueLeased(request("now"), leaseMs);
        expect(known).toBe(false);
        expect(leased).toMatchObject({ job: { id, name: "now", executions: 1 } });
        expect(await now.queue.lease({ leaseMs })).toBeUndefined();
        expect(await waiting()).toEqual(["now"]);
        await now.queue.acknowledge(leased as Lease, []);
        expect(await waiting()).toEqual([]);
      });

      it("is not given on a job whose key is known, whether that one waits, is leased or is done", async () => {
        const [first] = await now.queue.enqueue([request("a", { key: "k" })]);
        const known = { id: first?.id, known: true };
        expect(await now.queue.enqueueLeased(request("a", { key: "k" }), leaseMs)).toEqual(known);
        const leased = await lease();
        expect(await now.queue.enqueueLeased(request("a", { key: "k" }), leaseMs)).toEqual(known);
        await now.queue.acknowledge(leased, []);
        expect(await now.queue.enqueueLeased(request("a", { key: "k" }), leaseMs)).toEqual(known);
        expect(await waiting()).toEqual([]);
      });

      it.each([NaN, Infinity, -1])("cannot last for %d ms", async (length) => {
        await now.queue.enqueue([request("a")]);
        await expect(now.queue.lease({ leaseMs: length })).rejects.toThrow(RangeError);
      });
    });

    it("delivers every job exactly once to workers that lose no lease, whatever the mix", async () => {
      const mixed = Array.from({ length: 300 }, (_, index) =>
        request(`job ${index}`, { priority: (index * 7) % 5, wait: (index * 13) % 40, queue: `queue ${index % 3}` }),
      );
      await now.queue.enqueue(mixed);
      const done: string[] = [];
      for (let at = await now.queue.nextDueAt(); at !== undefined; at = await now.queue.nextDueAt()) {
        now.clock.advanceTo(at);
        const leased = await lease();
        done.push(leased.job.name);
        await now.queue.acknowledge(leased, []);
      }
      expect(done.toSorted()).toEqual(mixed.map((one) => one.name).toSorted());
    });
  });
}
