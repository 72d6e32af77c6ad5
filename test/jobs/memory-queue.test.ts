// The queue in memory keeps the contract of every queue; the rest is its own.
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, hours, MemoryQueue } from "#jobs";
import { VirtualClock } from "#simulation";
import { describeQueue } from "./queue.contract.ts";

describeQueue("MemoryQueue", (clock) => new MemoryQueue({ clock }));

const job = defineJob({ name: "one", async perform(_args: null) {} });

describe("MemoryQueue", () => {
  it("numbers its jobs, so that a run is the same each time", async () => {
    const queue = new MemoryQueue({ clock: new VirtualClock() });
    const ids = [await enqueue(queue, job, null), await enqueue(queue, job, null)].map(({ id }) => id);
    expect(ids).toEqual(["job-1", "job-2"]);
  });

  it("begins its ids as it is told", async () => {
    const queue = new MemoryQueue({ clock: new VirtualClock(), idPrefix: "own" });
    expect(await enqueue(queue, job, null)).toEqual({ id: "own-1", known: false });
  });

  it("remembers keys for good, or for as long as it is told, from the moment of enqueueing", async () => {
    const clock = new VirtualClock();
    const [forGood, forAnHour] = [new MemoryQueue({ clock }), new MemoryQueue({ clock, keysLastMs: hours(1) })];
    const knownTo = async (queue: MemoryQueue) => (await enqueue(queue, job, null, { key: "k" })).known;
    expect([await knownTo(forGood), await knownTo(forAnHour)]).toEqual([false, false]);
    clock.advance(hours(1) - 1);
    expect([await knownTo(forGood), await knownTo(forAnHour)]).toEqual([true, true]);
    clock.advance(1);
    expect([await knownTo(forGood), await knownTo(forAnHour)]).toEqual([true, false]);
    expect((await forAnHour.jobs()).length).toBe(2);
    expect(forAnHour.mark().keys.size).toBe(1);
  });

  it.each([0, -1, NaN])("cannot remember keys for %d ms", (keysLastMs) => {
    expect(() => new MemoryQueue({ clock: new VirtualClock(), keysLastMs })).toThrow(RangeError);
  });

  it("does not share its state with another queue", async () => {
    const clock = new VirtualClock();
    const [one, other] = [new MemoryQueue({ clock }), new MemoryQueue({ clock })];
    await enqueue(one, job, null);
    expect(await other.jobs()).toEqual([]);
  });
});
