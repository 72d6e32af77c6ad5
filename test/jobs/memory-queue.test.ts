// The queue in memory keeps the contract of every queue; the rest is its own.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, MemoryQueue } from "#jobs";
import { VirtualClock } from "#simulation";
import { describeQueue } from "./queue.contract.ts";

describeQueue("MemoryQueue", (clock) => new MemoryQueue({ clock }));

const job = defineJob({ name: "one", async perform(_args: null) {} });

describe("MemoryQueue", () => {
  it("numbers its jobs, so that a run is the same each time", async () => {
    const queue = new MemoryQueue({ clock: new VirtualClock() });
    expect([await enqueue(queue, job, null), await enqueue(queue, job, null)]).toEqual(["job-1", "job-2"]);
  });

  it("begins its ids as it is told", async () => {
    const queue = new MemoryQueue({ clock: new VirtualClock(), idPrefix: "own" });
    expect(await enqueue(queue, job, null)).toBe("own-1");
  });

  it("does not share its state with another queue", async () => {
    const clock = new VirtualClock();
    const [one, other] = [new MemoryQueue({ clock }), new MemoryQueue({ clock })];
    await enqueue(one, job, null);
    expect(await other.jobs()).toEqual([]);
  });
});
