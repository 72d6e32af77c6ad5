// The two stores that need nothing but this process, and progress in words.
import { describe, expect, it } from "vitest";
import { describeProgress, MemoryProgress, payloadProgress, type Progress } from "#jobs";
import { describeDurableProgress } from "./durable-progress.contract.ts";
import { describeProgressStore, leaseOn } from "./progress.contract.ts";

describeProgressStore("payloadProgress", () => payloadProgress);
describeProgressStore("MemoryProgress", () => new MemoryProgress());
describeDurableProgress("MemoryProgress as a durable store", () => new MemoryProgress());

describe("payloadProgress", () => {
  it("keeps nothing of its own: what is saved is lost with the process", async () => {
    await payloadProgress.open(leaseOn("a", 1));
    await payloadProgress.save(leaseOn("a", 1), { completed: ["charge"] }, false);
    expect(await payloadProgress.open(leaseOn("a", 2))).toBeUndefined();
  });
});

describe("MemoryProgress", () => {
  it("shows what is saved for a job", async () => {
    const store = new MemoryProgress();
    await store.open(leaseOn("a", 1));
    expect(store.peek("a")).toBeUndefined();
    await store.save(leaseOn("a", 1), { completed: ["charge"] }, false);
    expect(store.peek("a")).toEqual({ completed: ["charge"] });
    await store.forget(leaseOn("a", 1));
    expect(store.peek("a")).toBeUndefined();
  });
});

describe("describeProgress", () => {
  it.each<[Progress | undefined, string]>([
    [undefined, "before its first step"],
    [{ completed: [] }, "before its first step"],
    [{ completed: ["one", "two"] }, "after step 'two'"],
    [{ completed: ["one"], current: { step: "two" } }, "at step 'two', no cursor yet"],
    [{ completed: [], current: { step: "two", cursor: null } }, "at step 'two', cursor null"],
    [{ completed: [], current: { step: "two", cursor: [1, "a"] } }, `at step 'two', cursor [1,"a"]`],
  ])("of %j is %j", (progress, words) => {
    expect(describeProgress(progress)).toBe(words);
  });
});
