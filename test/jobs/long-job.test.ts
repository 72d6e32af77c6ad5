// What a job holds on to does not grow with its items, nor what a worker and a queue hold on to with their jobs.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { defineJob, enqueue, MemoryProgress, MemoryQueue, payloadProgress, Worker } from "#jobs";
import { VirtualClock } from "#simulation";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes in use after a full collection. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

// Ten bytes an item would be 3 MB; noise of other things in this process stays below one.
const items = 300_000;
const limit = 1_500_000;

describe("the heap", () => {
  it.each([
    ["payload", payloadProgress],
    ["memory", new MemoryProgress()],
  ])("stays flat while one job sets its cursor many times, with %s progress", async (_name, progress) => {
    const clock = new VirtualClock();
    const queue = new MemoryQueue({ clock });
    let growth = NaN;
    const long = defineJob({
      name: "long",
      perform: (_args: null, job) =>
        job.step<number>("count", async (step) => {
          for (let item = 1; item <= 1_000; item += 1) await step.set(item);
          const before = heap();
          for (let item = 1; item <= items; item += 1) await step.set(item);
          growth = heap() - before;
        }),
    });
    await enqueue(queue, long, null);
    await new Worker({ clock, queue, jobs: [long], services: undefined, progress }).performNext();
    expect(growth).toBeLessThan(limit);
  });

  it("stays flat while one worker performs many jobs", async () => {
    const clock = new VirtualClock();
    const queue = new MemoryQueue({ clock });
    const short = defineJob({ name: "short", perform: (_args: null, job) => job.step("only", () => {}) });
    const progress = new MemoryProgress();
    const worker = new Worker({ clock, queue, jobs: [short], services: undefined, progress });
    const perform = async (count: number) => {
      for (let done = 0; done < count; done += 1) {
        await enqueue(queue, short, null);
        await worker.performNext();
      }
    };
    await perform(1_000);
    const before = heap();
    await perform(items / 6);
    expect(heap() - before).toBeLessThan(limit);
  });
});
