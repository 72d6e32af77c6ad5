// What every progress store must do, wherever it keeps progress.
import { describe, expect, it } from "vitest";
import { type Lease, type Progress, type ProgressStore } from "#jobs";

const first: Progress = { completed: [], current: { step: "charge", cursor: 1 } };

/** A lease on a job, as a store sees it. */
export const leaseOn = (id: string, executions: number, progress?: Progress): Lease => ({
  job: {
    id,
    name: "charge_orders",
    args: null,
    queue: "default",
    priority: 0,
    enqueuedAt: 0,
    runAt: 0,
    executions,
    resumptions: 0,
    ...(progress && { progress }),
  },
});

/** @param makeStore makes an empty store */
export function describeProgressStore(name: string, makeStore: () => ProgressStore | Promise<ProgressStore>): void {
  describe(name, () => {
    it("opens with nothing for a job that has no progress", async () => {
      const store = await makeStore();
      expect(await store.open(leaseOn("a", 1))).toBeUndefined();
    });

    it("opens with the payload's progress when it has no other", async () => {
      const store = await makeStore();
      expect(await store.open(leaseOn("a", 2, first))).toEqual(first);
    });

    it("can be saved to and forgotten any number of times by the holder of the lease", async () => {
      const store = await makeStore();
      const lease = leaseOn("a", 1);
      await store.open(lease);
      for (const cursor of [1, null, { customer: 1 }, [1, 2]]) {
        const saved = { completed: ["x"], current: { step: "charge", cursor } };
        await expect(store.save(lease, saved, false)).resolves.toBeUndefined();
      }
      await expect(store.forget(lease)).resolves.toBeUndefined();
      await expect(store.forget(lease)).resolves.toBeUndefined();
    });

    it("forgets: the next to open begins with what the payload says", async () => {
      const store = await makeStore();
      const lease = leaseOn("a", 1);
      await store.open(lease);
      await store.save(lease, first, false);
      await store.forget(lease);
      expect(await store.open(leaseOn("a", 2))).toBeUndefined();
    });

    it("keeps jobs apart", async () => {
      const store = await makeStore();
      await store.open(leaseOn("a", 1));
      await store.save(leaseOn("a", 1), first, false);
      expect(await store.open(leaseOn("b", 1))).toBeUndefined();
    });
  });
}
