// What a progress store must do besides, when it promises that progress outlives the process that made it.
import { describe, expect, it } from "vitest";
import { LeaseLostError, type Progress, type ProgressStore } from "#jobs";
import { leaseOn } from "./progress.contract.ts";

const first: Progress = { completed: [], current: { step: "charge", cursor: 1 } };
const second: Progress = { completed: [], current: { step: "charge", cursor: 2 } };

/** @param makeStore makes an empty store */
export function describeDurableProgress(name: string, makeStore: () => ProgressStore | Promise<ProgressStore>): void {
  describe(name, () => {
    it("gives the next execution what was saved last", async () => {
      const store = await makeStore();
      await store.open(leaseOn("a", 1));
      await store.save(leaseOn("a", 1), first, false);
      await store.save(leaseOn("a", 1), second, false);
      expect(await store.open(leaseOn("a", 2))).toEqual(second);
      expect(await store.open(leaseOn("a", 3))).toEqual(second);
    });

    it("believes what was saved more than an older payload", async () => {
      const store = await makeStore();
      await store.open(leaseOn("a", 1, first));
      await store.save(leaseOn("a", 1, first), second, false);
      expect(await store.open(leaseOn("a", 2, first))).toEqual(second);
    });

    it("refuses whoever held an older lease, from the moment when the new holder opens", async () => {
      const store = await makeStore();
      await store.open(leaseOn("a", 1));
      await store.save(leaseOn("a", 1), first, false);
      await store.open(leaseOn("a", 2));
      await expect(store.save(leaseOn("a", 1), second, false)).rejects.toThrow(LeaseLostError);
      await expect(store.forget(leaseOn("a", 1))).rejects.toThrow(LeaseLostError);
      await expect(store.open(leaseOn("a", 1))).rejects.toThrow(LeaseLostError);
      expect(await store.open(leaseOn("a", 3))).toEqual(first);
    });

    it("stores nothing for a job that has ended meanwhile", async () => {
      const store = await makeStore();
      await store.open(leaseOn("a", 1));
      await store.open(leaseOn("a", 2));
      await store.forget(leaseOn("a", 2));
      await expect(store.save(leaseOn("a", 1), first, false)).rejects.toThrow(LeaseLostError);
      expect(await store.open(leaseOn("a", 3))).toBeUndefined();
    });
  });
}
